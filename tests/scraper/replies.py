"""HTTP responses byte by byte, and pages of a blog: what the servers of the tests send."""

POST = "/2014/01/honest.html"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n"
HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"
NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\nnone"


def sized(body: bytes, head: bytes = OK) -> bytes:
    return b"%sContent-Length: %d\r\n\r\n%s" % (head, len(body), body)


def html(body: bytes, charset: bytes = b"; charset=utf-8", more: bytes = b"") -> bytes:
    return sized(body, b"HTTP/1.1 200 OK\r\nContent-Type: text/html%s\r\n%s" % (charset, more))


def coded(coding: bytes, body: bytes, head: bytes = OK) -> bytes:
    return sized(body, head + b"Content-Encoding: " + coding + b"\r\n")


def status(line: bytes, headers: bytes = b"", body: bytes = b"said") -> bytes:
    return sized(body, b"HTTP/1.1 " + line + b"\r\nContent-Type: text/plain\r\n" + headers)


def moved(to: bytes, line: bytes = b"302 Found", body: bytes = b"") -> bytes:
    return status(line, b"Location: " + to + b"\r\n", body)


def page(body: bytes, link: bytes = POST.encode()) -> bytes:
    """Return a page as Blogger makes them, with one post, whose title is a link."""
    return (
        b"<html><head><meta content='blogger' name='generator'/></head><body><div class='widget Blog'>"
        b"<div class='post hentry'><h3 class='post-title'><a href='%s'>Raw</a></h3>"
        b"<div class='post-body' id='post-body-12345678901'>%s</div></div></div>"
        b"<a href='http://www.blogger.com/feeds/1234567890/posts/default'></a></body></html>"
    ) % (link, body)
