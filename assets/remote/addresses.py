"""Addresses of object stores and file servers, opened by fsspec; whatever goes wrong there in one line.

Belongs here: telling an address from a path, which addresses are taken, opening one, errors of drivers. Does not belong
here: what is read or written there (`mirror.py`, `delivery.py`).

Credentials come from where each driver looks for them (AWS_ACCESS_KEY_ID and AWS_ENDPOINT_URL for S3, or variables of
fsspec: FSSPEC_<PROTOCOL>_<OPTION>). An address with a password in it is refused: pages and messages show addresses.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import fsspec
from fsspec import AbstractFileSystem

from assets.errors import RemoteError

MARK = "://"
# Files of this machine are read where they lie.
LOCAL_PROTOCOLS = frozenset({"file", "local"})


@dataclass(frozen=True, slots=True)
class Store:
    """An address that was opened: its file system and the path there."""

    address: str
    files: AbstractFileSystem
    root: str


def is_remote(place: str) -> bool:
    """Whether a place is an address, and no path of this machine.

    >>> is_remote("s3://bucket/reports"), is_remote("file:///data"), is_remote("seeds/reports")
    (True, False, False)
    """
    protocol, mark, _ = place.partition(MARK)
    return bool(mark) and protocol not in LOCAL_PROTOCOLS


def located(place: str) -> str:
    """A path made absolute, or an address without the slash at its end; raises RemoteError for one that isn't taken.

    >>> located("memory://bucket/reports/"), located("file:///data/reports")
    ('memory://bucket/reports', '/data/reports')
    """
    protocol, mark, path = place.partition(MARK)
    if mark and protocol in LOCAL_PROTOCOLS:
        return str(Path(path).absolute())
    if not mark:
        return str(Path(place).absolute())
    _check(place)
    return place.rstrip("/")


def _check(address: str) -> None:
    parts = urlsplit(address)
    if parts.password is not None:
        shown = f"{parts.scheme}{MARK}{parts.hostname}{parts.path}"
        raise RemoteError(f"地址里不要写密码，会显示在页面上（{shown}）：请用环境变量，见 docs/operations.md")
    if "::" in address:
        raise RemoteError(f"{address} 是套接的地址，不支持：请给出报告所在的文件夹")
    try:
        fsspec.get_filesystem_class(parts.scheme)
    except ValueError:
        raise RemoteError(f"不认识以 {parts.scheme}{MARK} 开头的地址：例如 s3{MARK}桶/文件夹") from None
    except ImportError as error:
        raise RemoteError(f"读写 {parts.scheme}{MARK} 还缺驱动：请先 pip install 对应的包（{error}）") from None


def opened(address: str) -> Store:
    """Open an address; raises RemoteError where that can't be done."""
    _check(address)
    with told_in_one_line(address):
        files, root = fsspec.core.url_to_fs(address)
        files.invalidate_cache()  # a listing kept from the last look would hide what is new
    return Store(address, files, root.rstrip("/"))


@contextmanager
def told_in_one_line(address: str) -> Iterator[None]:
    """Turn what a driver raises into a RemoteError; keep the block to calls of the driver.

    Every driver has exceptions of its own library (botocore, azure, paramiko), and none of them is a bug of ours.
    """
    try:
        yield
    except RemoteError:
        raise
    except PermissionError as error:
        raise RemoteError(f"{address} 拒绝访问（{_words(error)}）：请检查密钥和权限") from error
    except FileNotFoundError as error:
        raise RemoteError(f"{address} 里找不到所要的文件（{_words(error)}）：请检查地址") from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise RemoteError(f"读写 {address} 时磁盘已满：请先腾出空间，再运行一次") from error
        raise _failure(address, error) from error
    except Exception as error:
        raise _failure(address, error) from error


def _failure(address: str, error: Exception) -> RemoteError:
    return RemoteError(f"{address} 读写失败（{type(error).__name__}: {_words(error)}）：请检查网络和地址，稍后再试")


def _words(error: Exception) -> str:
    """The first line of what a driver says."""
    return next(iter(str(error).strip().splitlines()), "")
