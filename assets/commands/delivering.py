"""What `fazhi build --also-to` adds to a build: the copy of the published file at an address.

Belongs here: saying what became of it. Does not belong here: the copying (`assets/remote/delivery.py`).
"""

from __future__ import annotations

from rich.console import Console

from assets.commands.console import say
from assets.errors import RemoteError
from assets.remote.delivery import deliver
from assets.resources import Workshop


def deliver_copy(console: Console, workshop: Workshop) -> None:
    """Copy the published file to its address where one is set; raises RemoteError that says what is published still."""
    if not workshop.publish_to:
        return
    try:
        delivery = deliver(workshop)
    except RemoteError as error:
        raise RemoteError(f"{error}；本机的 {workshop.warehouse} 已是最新，那里仍是原来的副本") from error
    if delivery is None:
        say(console, f"{workshop.publish_to} 的副本已是最新，没有上传")
    else:
        say(console, f"已上传到 {delivery.address}（{delivery.size_bytes / 1e6:.1f} MB）")
