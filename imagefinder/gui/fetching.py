"""Fetches one picture from the web, because the person dropped or pasted its address.

Nothing else in the window fetches anything. A name is looked up first, and the connection goes to
the very address that was found good, so that no name and no redirect leads into a private network.
Size and time are limited, and what comes must begin like a picture. Beside the window's thread
without one of its own: Qt's network is asynchronous.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtNetwork import (
    QHostAddress,
    QHostInfo,
    QNetworkAccessManager,
    QNetworkProxy,
    QNetworkProxyFactory,
    QNetworkProxyQuery,
    QNetworkReply,
    QNetworkRequest,
)

from imagefinder.files.formats import SNIFF_BYTES, sniff
from imagefinder.gui.addresses import is_public

LARGEST_BYTES = 50 * 10**6
TIME_LIMIT_MS = 15_000
MOST_REDIRECTS = 5

_SCHEMES = ("http", "https")
_OK = 200
# Some sites refuse a program that does not say what it is.
_USER_AGENT = b"imagefinder (a picture dropped by its user)"


class Fetching(QObject):
    """One address at a time; a new one, and `close`, cancel the one before."""

    begun = Signal(str)  # the host
    fetched = Signal(bytes)  # the file
    failed = Signal(str)  # a sentence

    def __init__(
        self,
        parent: QObject | None = None,
        may_connect: Callable[[str], bool] = is_public,
        largest_bytes: int = LARGEST_BYTES,
        time_limit_ms: int = TIME_LIMIT_MS,
    ) -> None:
        super().__init__(parent)
        self._may_connect = may_connect
        self._largest_bytes = largest_bytes
        self._manager: QNetworkAccessManager | None = None
        self._url = QUrl()
        self._reply: QNetworkReply | None = None
        # Which lookup is waited for; one that was given up comes all the same.
        self._lookup: object = None
        self._content = bytearray()
        self._redirects = 0
        self._timer = QTimer(self, singleShot=True, interval=time_limit_ms)
        self._timer.timeout.connect(self._on_time_up)

    def fetch(self, address: str) -> None:
        """Fetch the picture at this http or https address; `fetched` or `failed` follows."""
        self.close()
        self._redirects = 0
        self._timer.start()
        url = QUrl(address)
        self.begun.emit(url.host())
        self._go_to(url)

    def close(self) -> None:
        """Fetch no more."""
        self._timer.stop()
        self._content.clear()
        self._lookup = None
        if self._reply is not None:
            reply, self._reply = self._reply, None
            reply.abort()
            reply.deleteLater()

    # --- where it is

    def _go_to(self, url: QUrl) -> None:
        if url.scheme() not in _SCHEMES or not url.host():
            self._fail(self.tr("it is no address of the web"))
            return
        self._url = url
        self._lookup = lookup = object()
        # The stubs know the form with a callable as a method only.
        QHostInfo.lookupHost(url.host(), lambda found: self._on_found(lookup, found))  # type: ignore[call-overload]

    def _on_found(self, lookup: object, found: QHostInfo) -> None:
        if lookup is not self._lookup:
            return
        self._lookup = None
        addresses = [one.toString() for one in found.addresses()]
        proxy = _proxy_for(self._url)
        if not all(map(self._may_connect, addresses)):
            self._fail(self.tr("it lies in a private network"))
        elif addresses:
            self._request(addresses[0] if proxy is None else None, proxy)
        elif proxy is not None and QHostAddress(self._url.host()).isNull():
            # Behind a proxy names are often known to the proxy alone.
            self._request(None, proxy)
        else:
            self._fail(self.tr("there is no such place"))

    def _request(self, address: str | None, proxy: QNetworkProxy | None) -> None:
        """Ask this address, or (None) let the proxy find it."""
        if self._manager is None:
            self._manager = QNetworkAccessManager(self)
        self._manager.setProxy(proxy or QNetworkProxy(QNetworkProxy.ProxyType.NoProxy))
        reply = self._manager.get(_pinned(self._url, address))
        self._reply = reply
        reply.metaDataChanged.connect(self._on_header)
        reply.readyRead.connect(self._on_ready_read)
        reply.finished.connect(self._on_finished)

    # --- what comes

    def _on_header(self) -> None:
        reply = self._reply
        length = reply.header(QNetworkRequest.KnownHeaders.ContentLengthHeader) if reply else None
        if length is not None and int(length) > self._largest_bytes:
            self._fail(self._too_large())

    def _on_ready_read(self) -> None:
        if self._reply is None:
            return
        self._content += bytes(self._reply.readAll().data())
        if len(self._content) > self._largest_bytes:
            self._fail(self._too_large())
        elif _status(self._reply) != _OK:
            # The page that says why, or where else it is.
            self._content.clear()
        elif len(self._content) >= SNIFF_BYTES and not sniff(bytes(self._content[:SNIFF_BYTES])):
            self._fail(self._no_picture())

    def _on_finished(self) -> None:
        reply = self._reply
        if reply is None:
            return
        self._reply = None
        reply.deleteLater()
        target = reply.attribute(QNetworkRequest.Attribute.RedirectionTargetAttribute)
        if isinstance(target, QUrl) and not target.isEmpty():
            self._follow(target)
        elif reply.error() != QNetworkReply.NetworkError.NoError:
            self._fail(self._reason(reply))
        else:
            self._take()

    def _follow(self, target: QUrl) -> None:
        self._redirects += 1
        self._content.clear()
        if self._redirects > MOST_REDIRECTS:
            self._fail(self.tr("it leads from one place to the next"))
        else:
            self._go_to(self._url.resolved(target))

    def _take(self) -> None:
        content = bytes(self._content)
        if sniff(content[:SNIFF_BYTES]):
            self.close()
            self.fetched.emit(content)
        else:
            self._fail(self._no_picture())

    # --- why not

    def _on_time_up(self) -> None:
        self._fail(self.tr("it takes too long"))

    def _fail(self, reason: str) -> None:
        self.close()
        text = self.tr("The picture can't be fetched from {0}: {1}.")
        self.failed.emit(text.format(self._url.host() or self.tr("there"), reason))

    def _reason(self, reply: QNetworkReply) -> str:
        if (status := _status(reply)) is not None:
            return self.tr("it answers {0}").format(status)
        # Qt's own words end without a point and name the numeric address.
        return reply.errorString().rstrip(".")

    def _too_large(self) -> str:
        return self.tr("it is larger than {0} MB").format(self._largest_bytes // 10**6)

    def _no_picture(self) -> str:
        return self.tr("there is no picture, but something else")


def _status(reply: QNetworkReply) -> int | None:
    """What the site answers, once it has."""
    status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
    return None if status is None else int(status)


def _pinned(url: QUrl, address: str | None) -> QNetworkRequest:
    """A request for `url` that goes to this address, whatever its name stands for by now."""
    to = QUrl(url)
    if address is not None:
        to.setHost(address)
    request = QNetworkRequest(to)
    if address is not None:
        request.setPeerVerifyName(url.host())
        request.setRawHeader(b"Host", _host_header(url))
        # In HTTP/2 the name would be taken from the address.
        request.setAttribute(QNetworkRequest.Attribute.Http2AllowedAttribute, False)
    manual = QNetworkRequest.RedirectPolicy.ManualRedirectPolicy
    request.setAttribute(QNetworkRequest.Attribute.RedirectPolicyAttribute, manual)
    request.setRawHeader(b"User-Agent", _USER_AGENT)
    # Packed, a few bytes could become gigabytes.
    request.setRawHeader(b"Accept-Encoding", b"identity")
    return request


def _host_header(url: QUrl) -> bytes:
    host = url.host(QUrl.ComponentFormattingOption.FullyEncoded)
    host = f"[{host}]" if ":" in host else host
    return (host if url.port() < 0 else f"{host}:{url.port()}").encode()


def _proxy_for(url: QUrl) -> QNetworkProxy | None:
    """The proxy that the system wants for this address."""
    for proxy in QNetworkProxyFactory.systemProxyForQuery(QNetworkProxyQuery(url)):
        if proxy.type() != QNetworkProxy.ProxyType.NoProxy:
            return proxy
    return None
