"""Scrapy's settings: all wiring, by string. Politeness and address come from the collection's beilin.toml."""

from scraper import __version__

BOT_NAME = "beilin"
SPIDER_MODULES = ["scraper.spiders"]
COLLECTION = ""  # the collection's folder
CONNECT: list[str] = []  # routes, "HOST=ADDRESS:PORT"
EXTRA_HOSTS: list[str] = []  # hosts to fetch from besides those of beilin.toml
PROGRESS = "none"  # terminal, lines, json or none

# The wire: recorded, verified, and nothing but http and https.
DOWNLOAD_HANDLERS = {
    "http": "scraper.capture.handler.WarcDownloadHandler",
    "https": "scraper.capture.handler.WarcDownloadHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_TIMEOUT = 60  # seconds
DOWNLOAD_MAXSIZE = 256 * 1024 * 1024  # bytes
DOWNLOAD_WARNSIZE = 0
HTTPERROR_ALLOW_ALL = True  # every answer is read: an error page is a finding
RETRY_TIMES = 2
URLLENGTH_LIMIT = 0  # no address is dropped in silence
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip",  # a coding that every reader of the WARC can undo
}
USER_AGENT = f"beilin/{__version__} (archiving for the blog's owner)"

# Polite, and nothing that identifies the operator.
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 4
DOWNLOAD_DELAY = 0.5
COOKIES_ENABLED = False
REFERER_ENABLED = False
TELNETCONSOLE_ENABLED = False

# The flow: session, frontier, notes.
EXTENSIONS = {
    "scraper.progress.Progress": 0,  # first, so that it ends its display before the session closes
    "scraper.session.Session": 10,
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.corestats.CoreStats": None,
}
SCHEDULER = "scraper.capture.scheduler.FrontierScheduler"
DOWNLOADER_MIDDLEWARES = {"scraper.capture.gate.Gate": 50}
SPIDER_MIDDLEWARES = {"scrapy.spidermiddlewares.depth.DepthMiddleware": None}
ITEM_PIPELINES = {"pipelines.items.NotePipeline": 100}
CONCURRENT_ITEMS = 4  # more only makes more tasks a response

LOG_LEVEL = "ERROR"
LOG_INSTALL_ROOT_HANDLER = True
