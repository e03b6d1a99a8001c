"""Scrapy's settings: all wiring, by string. Politeness and address come from the collection's beilin.toml."""

from scraper import __version__

BOT_NAME = "beilin"
SPIDER_MODULES = ["scraper.spiders"]
COLLECTION = ""  # the collection's folder
CONNECT: list[str] = []  # routes, "HOST=ADDRESS:PORT"
EXTRA_HOSTS: list[str] = []  # hosts to fetch from besides those of beilin.toml
VISIT = "auto"  # full, quick, or auto: full at first and after full_every days, else quick
PROXY = ""  # socks5://HOST:PORT or http://HOST:PORT
PROGRESS = "none"  # terminal, lines, json, log or none
SCHEDULED = False  # whether the scheduler began this crawl
TURNS = ""  # the number of an open socket at which each request's turn is asked for; "" where nobody shares a budget
TURN_GAP = 0.0  # seconds between two turns of one host

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
DOWNLOAD_TIMEOUT = 60  # seconds until the head of an answer is there
SLOWEST_WINDOW = 30  # seconds in which of a body there must come at least
SLOWEST_BYTES = 3000  # so many bytes
BACK_OFF = 1.0  # seconds before a busy host, or an address that failed, is asked again; doubled each time
LONGEST_WAIT = 900.0  # seconds that a host may ask us to wait
DOWNLOAD_MAXSIZE = 64 * 1024 * 1024  # bytes; the scheduler says otherwise for pictures and videos
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
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # Scrapy 2.19 listens on a port of this machine for it

# The flow: session, frontier, notes.
EXTENSIONS = {
    "scraper.progress.Progress": 0,  # first, so that it ends its display before the session closes
    "scraper.heartbeat.Heartbeat": 5,
    "scraper.session.Session": 10,
    "scraper.pausing.Pausing": 15,
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.corestats.CoreStats": None,
}
SCHEDULER = "scraper.capture.scheduler.FrontierScheduler"
# Of Scrapy's own stay those that set headers; the others would read bodies, follow redirects, ask the environment
# for proxies or retry at once.
DOWNLOADER_MIDDLEWARES = {
    "scraper.capture.gate.Gate": 50,
    "scraper.capture.robots.Robots": 100,
    "scraper.capture.patience.Patience": 550,
    "scraper.capture.turns.Turns": 600,
    **dict.fromkeys(
        (
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware",
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware",
            "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware",
            "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware",
            "scrapy.downloadermiddlewares.retry.RetryMiddleware",
            "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware",
            "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware",
            "scrapy.downloadermiddlewares.redirect.RedirectMiddleware",
            "scrapy.downloadermiddlewares.cookies.CookiesMiddleware",
            "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware",
            "scrapy.downloadermiddlewares.stats.DownloaderStats",
        )
    ),
}
SPIDER_MIDDLEWARES = dict.fromkeys(
    (
        "scrapy.spidermiddlewares.start.StartSpiderMiddleware",
        "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware",
        "scrapy.spidermiddlewares.referer.RefererMiddleware",
        "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware",
        "scrapy.spidermiddlewares.depth.DepthMiddleware",
    )
)
# Responses that wait to be read, each counted as 1024 bytes (their bodies lie in the WARC): beyond, the wire waits.
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 256 * 1024
CONCURRENT_ITEMS = 1  # there are none; each one allowed costs a task a response
WARN_ON_GENERATOR_RETURN_VALUE = False
LOG_FORMATTER = "scraper.progress.Quiet"

LOG_LEVEL = "ERROR"
LOG_INSTALL_ROOT_HANDLER = True
