"""The text of a collection's README.txt: for somebody who finds the folder and has no beilin."""

import re

_KEY = re.compile(r"SHA256:[A-Za-z0-9+/]{43}")
_LATER = """

THE KEY THAT SIGNS IT 签名密钥
    {key}
docs/verification.md of beilin tells how to check its signatures with OpenSSH.
"""


def with_key(text: str, fingerprint: str) -> str:
    """Return a README's text with the fingerprint of the key that signs now; one of an early beilin gets a section."""
    if "FINGERPRINT" in text:
        return text.replace("FINGERPRINT", fingerprint)
    found = _KEY.search(text)
    return text.replace(found[0], fingerprint) if found else text + _LATER.format(key=fingerprint)


TEXT = """\
WHAT THIS IS
============
This folder is a beilin collection: the copy of a blog, kept so that nobody can unsay it.
It can be checked and read with sha256sum, gunzip and a text editor alone.

  beilin.toml           the blog's address and how it is crawled
  warc/                 every request and answer as it was on the wire (WARC/1.1, ISO 28500)
  records/              every post and page as JSON, in UTF-8; vN.json is version N, the highest the newest
                        records/people.json is who they name, how each is spelled, and where
  reports/              what each crawl found, missed and saw changed; coverage.html, changes.html open in a browser
  events.jsonl          everything done to this folder, each line bound to the one before by its hash
  keys/                 the public key that signs this folder
  manifest-sha256.txt   the SHA-256 of every file above
  *.sig                 signatures over the manifest and the events, in the form of OpenSSH
  timestamps/           if there: what a time-stamping authority vouches for (RFC 3161)
  state/                working files; may be deleted

TO CHECK THAT NOTHING HAS CHANGED
    sha256sum -c --quiet manifest-sha256.txt
No word means that every file is as listed; a line names a file that is damaged or was altered. Then, with OpenSSH:
    ssh-keygen -Y verify -f keys/allowed_signers -r keys/revoked_keys -I beilin -n beilin-manifest \\
        -s manifest-sha256.txt.sig < manifest-sha256.txt
It must say: Good "beilin-manifest" signature for beilin with ED25519 key
    FINGERPRINT
The line above is worth as much as your way to it: whoever replaces this whole folder replaces it, too. Ask the keepers
of this collection for the fingerprint, or look for it where they published it.

TO READ THE CAPTURES
    gunzip -c warc/*.warc.gz | less
Each record begins with WARC/1.1 and says what it is: "response" is what the server sent, "request" what was
asked. Replay tools (pywb, ReplayWeb.page) show the pages as they looked.

TO READ THE POSTS
Open records/posts/YEAR/MONTH/NAME/v1.json in a text editor: title, dates, paragraphs in order with their language,
people, pictures, comments, and under "provenance" the captures they were read from (file, offset, digest).

Many people named here may be at risk. Think before you copy or publish.


这是什么
========
本文件夹是一份碑林（beilin）存档：一个博客的副本，留存于此，使其言论不被抹去。
只需 sha256sum、gunzip 和文本编辑器即可核对与阅读。

  warc/      抓取的原始数据（WARC/1.1），与网上传输的字节完全一致
  records/   每篇文章的 JSON 记录（UTF-8），保留所有版本，编号最大者为最新
             records/people.json 列出文中人名、各种拼写及出处
  reports/   每次抓取的覆盖与变化报告
  events.jsonl、manifest-sha256.txt   操作日志与校验和

核对：sha256sum -c --quiet manifest-sha256.txt（无输出即完好），再用上面的 ssh-keygen 命令核对签名；
签名密钥的指纹须与保管者公布的一致。
阅读原始数据：gunzip -c warc/*.warc.gz | less

文中提到的许多人可能面临风险。复制或公开之前请三思。
"""
