"""The published file copied to an address: its readers see the old one or the new one, whole.

Belongs here: what is copied when, and how it is put in its place there. Does not belong here: publishing itself
(`warehouse/publish.py`), addresses (`addresses.py`).

The copy goes to a name of its own first and its size is checked; then it is renamed, or, where a store has no renaming,
copied within the store: a key of an object store changes at once. A build is copied once; what is there is remembered
beside the warehouse, and looked at again, so that a copy that was lost is made anew.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from fsspec import AbstractFileSystem

from assets.errors import RemoteError, TargetError
from assets.layout import Layout
from assets.remote.addresses import MARK, Store, opened, told_in_one_line
from assets.resources import Workshop
from warehouse.publish import BuilderBusy, BuildLock, published_build

UPLOADING_SUFFIX = ".uploading"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A copy at an address: of which build, and how large."""

    address: str
    build_id: str
    size_bytes: int


def address_of(workshop: Workshop) -> str:
    """Where the file goes: a folder's address, which ends with a slash, gets the file's name.

    Raises RemoteError where it would become a part of the corpus.
    """
    given = workshop.publish_to
    address = given + workshop.layout.warehouse_file.name if given.endswith("/") else given
    if address.startswith(workshop.corpus.rstrip("/") + "/") and MARK in address:
        raise RemoteError(f"{address} 在语料 {workshop.corpus} 之内，会被当作报告：请另选一个地址")
    return address


def is_delivered(workshop: Workshop) -> bool:
    """Whether the address was last given the build that is published; looks at no address."""
    record, build = _recorded(workshop.layout), published_build(workshop.layout.warehouse_file)
    if build is None:
        return True
    return record is not None and (record.address, record.build_id) == (address_of(workshop), build.build_id)


def deliver(workshop: Workshop) -> Delivery | None:
    """Copy the published file to its address; None where it is there already.

    Raises RemoteError; the old copy is then as it was.
    """
    layout = workshop.layout
    store = opened(address_of(workshop))
    try:
        with BuildLock(layout.delivery_lock), _held(layout) as (file, build_id):
            delivery = Delivery(store.address, build_id, file.stat().st_size)
            if delivery == _recorded(layout) and _size_there(store, store.root) == delivery.size_bytes:
                return None
            _upload(store, file, delivery.size_bytes)
            layout.delivery_record.write_text(json.dumps(asdict(delivery)), encoding="utf-8")
    except BuilderBusy as busy:
        raise RemoteError(f"另一个进程正在向 {store.address} 上传：请等它结束") from busy
    return delivery


@contextmanager
def _held(layout: Layout) -> Iterator[tuple[Path, str]]:
    """The published file under a second name, so that it stays the same while another build is published."""
    held = layout.work_folder / "delivering.duckdb"
    held.unlink(missing_ok=True)
    try:
        try:
            os.link(layout.warehouse_file, held)
        except FileNotFoundError:
            raise TargetError(f"{layout.warehouse_file} 不存在：请先运行 fazhi build") from None
        except OSError:  # a file system without links
            shutil.copyfile(layout.warehouse_file, held)
        build = published_build(held)
        if build is None:
            raise TargetError(f"{layout.warehouse_file} 不是本程序发布的数据库，没有上传")
        yield held, build.build_id
    finally:
        held.unlink(missing_ok=True)


def _upload(store: Store, file: Path, size_bytes: int) -> None:
    there = store.root + UPLOADING_SUFFIX
    try:
        with told_in_one_line(store.address):
            store.files.makedirs(store.files._parent(store.root), exist_ok=True)
            store.files.put_file(str(file), there)
        arrived_bytes = _size_there(store, there)
        if arrived_bytes != size_bytes:
            raise RemoteError(
                f"{store.address} 只收到 {arrived_bytes or 0:,} 字节，应有 {size_bytes:,} 字节：请再试一次"
            )
        with told_in_one_line(store.address):
            _put_in_place(store.files, there, store.root)
    except RemoteError:
        # What is left there would be overwritten by the next try; that it can't be removed is no further news.
        with suppress(Exception):
            store.files.rm_file(there)
        raise


def _size_there(store: Store, path: str) -> int | None:
    with told_in_one_line(store.address):
        store.files.invalidate_cache()
        return int(store.files.info(path)["size"]) if store.files.exists(path) else None


def _put_in_place(files: AbstractFileSystem, there: str, target: str) -> None:
    if type(files).mv is not AbstractFileSystem.mv:
        files.mv(there, target)  # local disks and file servers rename
    else:
        files.cp_file(there, target)
        files.rm_file(there)


def _recorded(layout: Layout) -> Delivery | None:
    try:
        return Delivery(**json.loads(layout.delivery_record.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
