"""What stands in a blog's place, labelled, in varied wordings and languages; and pages that are the blog after all.

Written before the recogniser, all text invented. A case is (class, status, address, page); the class is "" for a page
that is the blog, or a page of its own that only speaks of such things.
"""

from __future__ import annotations

Case = tuple[str, int, str, str]
HOME = "http://beimengongminhui.blogspot.com/"
POST = f"{HOME}2014/03/lists.html"


def _page(title: str, body: str, head: str = "", lang: str = "en") -> str:
    return (
        f"<!DOCTYPE html><html lang='{lang}'><head><meta charset='utf-8'><title>{title}</title>{head}</head>"
        f"<body>{body}</body></html>"
    )


def _blogger_notice(title: str, text: str, lang: str = "en") -> str:
    head = "<link href='https://www.blogger.com/static/v1/v-css/281434096-static_pages.css' rel='stylesheet'>"
    return _page(title, f"<div class='mainClm'><h1>{title}</h1><p>{text}</p></div>", head, lang)


REMOVED: tuple[Case, ...] = (
    ("removed", 404, HOME, _blogger_notice("Blog has been removed", "Sorry, the blog at beimengongminhui.blogspot.com has "
     "been removed. This address is not available for new blogs. Did you expect to see your blog here?")),
    ("removed", 200, HOME, _blogger_notice("博客已被移除", "抱歉，位于 beimengongminhui.blogspot.com 的博客已被移除。此地址不可用于新博客。", "zh-CN")),
    ("removed", 404, POST, _blogger_notice("找不到網誌", "很抱歉，您要尋找的網誌已遭移除。這個網址無法用於新網誌。", "zh-TW")),
    ("removed", 200, HOME, _page("Account suspended", "<h1>This site is no longer available</h1><p>The site has been suspended "
     "for a violation of our terms of service. If you are the owner, you may appeal.</p>")),
    ("removed", 410, HOME, _page("Blog deleted", "<h2>This blog was deleted by its author</h2><p>The authors have deleted this site.</p>")),
    ("removed", 200, HOME, _page("El blog se ha eliminado", "<p>Lo sentimos, el blog de esta dirección se ha eliminado. "
     "Esta dirección no está disponible para blogs nuevos.</p>", lang="es")),
    ("removed", 404, HOME, _page("블로그가 삭제되었습니다", "<p>죄송합니다. 이 주소의 블로그가 삭제되었습니다. 이 주소는 새 블로그에 사용할 수 없습니다.</p>", lang="ko")),
)  # fmt: skip
CONTENT_WARNING: tuple[Case, ...] = (
    ("content-warning", 200, HOME, _blogger_notice("Content Warning", "The blog that you are about to view may contain content "
     "only suitable for adults. In general, Google does not review nor do we endorse the content of this or any blog. "
     "<a href='?guccounter=1&interstitial=ABqL8_j'>I UNDERSTAND AND I WISH TO CONTINUE</a> <a href='https://www.blogger.com'>I do not wish to continue</a>")),
    ("content-warning", 200, POST, _blogger_notice("Sensitive content", "This blog may contain sensitive content. By continuing you "
     "confirm that you wish to view it. <a href='?interstitial=XyZ'>I understand and wish to continue</a>")),
    ("content-warning", 200, HOME, _blogger_notice("内容警告", "您要查看的博客可能包含仅适合成人的内容。<a href='?interstitial=a8'>我了解并想继续</a> "
     "<a href='https://www.blogger.com'>我不想继续</a>", "zh-CN")),
    ("content-warning", 200, HOME, _blogger_notice("內容警告", "您即將查看的網誌可能含有僅適合成人的內容。<a href='?interstitial=b9'>我瞭解，並想繼續</a>", "zh-TW")),
    ("content-warning", 200, HOME, _page("Warnhinweis", "<h1>Warnung vor Inhalten</h1><p>Der Blog, den Sie aufrufen möchten, "
     "enthält möglicherweise Inhalte, die nur für Erwachsene geeignet sind.</p><a href='?interstitial=q'>Fortfahren</a>", lang="de")),
    ("content-warning", 200, HOME, _page("Advertencia", "<p>El blog que está a punto de ver puede incluir contenido solo "
     "apto para adultos.</p><a href='?interstitial=q'>Deseo continuar</a>", lang="es")),
)  # fmt: skip
LOGIN: tuple[Case, ...] = (
    ("login", 200, HOME, _blogger_notice("This blog is open to invited readers only", "beimengongminhui.blogspot.com. It doesn't look "
     "like you have been invited to read this blog. If you think this is a mistake, you might want to contact the blog author.")),
    ("login", 200, HOME, _blogger_notice("Permission denied", "Your current account does not have permission to view this blog. "
     "Would you like to sign in with a different account?")),
    ("login", 200, HOME, _page("Sign in - Accounts", "<h1>Sign in</h1><p>to continue to Blogger</p><form action='https://accounts.google.com/"
     "signin/v1/lookup' method='post'><input type='email' name='Email'><input type='password' name='Passwd'><input type='submit'></form>")),
    ("login", 200, HOME, _blogger_notice("此博客只对受邀读者开放", "您的帐号似乎没有受邀阅读此博客。请登录其他帐号。", "zh-CN")),
    ("login", 401, HOME, _page("登入", "<h1>請登入以繼續</h1><form action='/login' method='post'>帳號 <input name='u'> 密碼 <input type='password' name='p'>"
     "<button>登入</button></form>", lang="zh-TW")),
    ("login", 403, POST, _page("Connexion", "<h1>Connectez-vous</h1><p>Ce blog est réservé aux lecteurs invités.</p>"
     "<form method='post' action='/auth'><input type='password' name='mdp'></form>", lang="fr")),
)  # fmt: skip
CAPTCHA: tuple[Case, ...] = (
    ("captcha", 200, HOME, _page("Sorry...", "<h1>We're sorry...</h1><p>... but your computer or network may be sending automated "
     "queries. To protect our users, we can't process your request right now.</p><form action='/sorry/index'>"
     "<div class='g-recaptcha' data-sitekey='6Lx'></div><script src='https://www.google.com/recaptcha/api.js'></script></form>")),
    ("captcha", 503, HOME, _page("Just a moment...", "<h1>Checking your browser before accessing the site</h1><p>This process is automatic. "
     "Please enable JavaScript and cookies to continue.</p><script src='/cdn-cgi/challenge-platform/h/b/orchestrate/jsch/v1'></script>")),
    ("captcha", 429, POST, _page("Unusual traffic", "<p>Our systems have detected unusual traffic from your computer network. This page checks to see "
     "if it's really you sending the requests, and not a robot.</p><div id='recaptcha'></div>")),
    ("captcha", 200, HOME, _page("安全验证", "<h1>请完成安全验证</h1><p>为了确认您不是机器人，请拖动滑块完成拼图。</p><div class='geetest_captcha'></div>", lang="zh-CN")),
    ("captcha", 200, HOME, _page("驗證", "<p>我們的系統偵測到異常流量。請輸入圖中的驗證碼以證明您不是機器人。</p><form><input name='captcha'><img src='/captcha.jpg'></form>", lang="zh-TW")),
    ("captcha", 403, HOME, _page("Vérification", "<p>Confirmez que vous êtes humain pour continuer.</p><div class='h-captcha' data-sitekey='x'></div>"
     "<script src='https://hcaptcha.com/1/api.js'></script>", lang="fr")),
)  # fmt: skip
BLOCK: tuple[Case, ...] = (
    ("block-page", 200, HOME, _page("Access denied", "<h1>This website has been blocked</h1><p>Access to this website is blocked by order of the "
     "telecommunications authority. Reference: 44-7 of the ministry.</p>")),
    ("block-page", 451, HOME, _page("Unavailable For Legal Reasons", "<p>The site is not available in your country due to a legal demand.</p>")),
    ("block-page", 200, POST, _page("访问被禁止", "<p>根据相关法律法规和政策，该网站已被禁止访问。如有疑问请联系您的网络运营商。</p>", lang="zh-CN")),
    ("block-page", 403, HOME, _page("Доступ ограничен", "<h1>Доступ к ресурсу ограничен</h1><p>Сайт заблокирован по решению суда. "
     "Обратитесь к вашему провайдеру.</p>", lang="ru")),
    ("block-page", 200, HOME, _page("Web Filter", "<table><tr><td><h2>Web Page Blocked!</h2>The page you requested has been blocked by your "
     "network administrator.<br>URL: beimengongminhui.blogspot.com<br>Category: Advocacy Organizations</td></tr></table>")),
    ("block-page", 200, HOME, _page("الموقع محجوب", "<p>عفواً، الموقع المطلوب غير متاح. تم حجب هذا الموقع وفقاً لقرار الجهات المختصة.</p>", lang="ar")),
    ("block-page", 200, HOME, _page("Bu siteye erişim engellenmiştir", "<p>Mahkeme kararıyla bu internet sitesine erişim engellenmiştir.</p>", lang="tr")),
)  # fmt: skip
_ADS = "".join(f"<li><a href='http://ads{n}.parkingzone.example/r?q={n}'>Cheap {word}</a></li>" for n, word in enumerate(
    ("Flights", "Insurance", "Shoes", "Loans", "Hotels", "Phones")))  # fmt: skip
PARKED: tuple[Case, ...] = (
    ("parked", 200, HOME, _page("beimen.example", "<h1>This domain is for sale</h1><p>Make an offer and the domain can be yours today.</p>")),
    ("parked", 200, HOME, _page("beimen.example - related searches", f"<h2>Related searches</h2><ul>{_ADS}</ul><p>The Sponsored Listings displayed "
     "above are served automatically by a third party. Buy this domain.</p>")),
    ("parked", 200, HOME, _page("域名出售", "<h1>此域名正在出售</h1><p>如果您对该域名感兴趣，请点击这里报价。</p>", lang="zh-CN")),
    ("parked", 200, HOME, _page("Domain parked", f"<p>This domain has recently been registered and is parked free, courtesy of the registrar.</p><ul>{_ADS}</ul>")),
    ("parked", 200, HOME, _page("Diese Domain steht zum Verkauf", "<p>Die Domain beimen.example steht zum Verkauf. Jetzt Angebot abgeben.</p>", lang="de")),
    ("parked", 200, HOME, _page("Domain expired", "<h1>This domain name has expired</h1><p>If you are the registrant, please renew it with your registrar.</p>")),
)  # fmt: skip


def _other(blog: str, title: str, text: str, generator: str = "blogger") -> str:
    head = f"<meta content='{generator}' name='generator'/><link rel='service.post' href='http://www.blogger.com/feeds/{blog}/posts/default'/>"
    context = (
        f"<script>_WidgetManager._SetDataContext([{{'name': 'blog', 'data': {{'blogId': '{blog}', 'title': '{title}', "
        "'pageType': 'index', 'canonicalUrl': '" + HOME + "'}}]);</script>"
    )
    post = (
        "<div class='post hentry'><h3 class='post-title'><a href='" + POST + f"'>{title}</a></h3>"
        f"<div class='post-body entry-content' id='post-body-1'>{text}</div></div>"
    )
    return _page(title, f"<div class='blog-posts'>{post}</div>{context}", head)


OTHER: tuple[Case, ...] = (
    ("other-blog", 200, HOME, _other("1111111111111111111", "Best Kitchen Knives", "Ten knives that every kitchen needs.")),
    ("other-blog", 200, HOME, _other("2222222222222222222", "Northgate Civic League 北门公民会", "The gate was closed for good.")),
    ("other-blog", 200, HOME, _other("3333333333333333333", "时尚手袋", "新款手袋，限时特价。")),
    ("other-blog", 200, POST, _other("4444444444444444444", "Casino Bonus", "Free spins for everybody who signs up.")),
    ("other-blog", 200, HOME, _page("Northgate", "<div id='page'><article class='post'><h2>Hello world!</h2><p>Welcome to our new "
     "home. This is the first post.</p></article></div><p>Proudly powered by WordPress</p>",
     "<meta name='generator' content='WordPress 6.4'><link rel='stylesheet' href='/wp-content/themes/x/style.css'>")),
)  # fmt: skip
ERROR: tuple[Case, ...] = (
    ("error-page", 200, POST, _page("Error 500 (Server Error)!!1", "<p><b>500.</b> <ins>That's an error.</ins></p><p>The server encountered an error and "
     "could not complete your request. Please try again in 30 seconds.</p>")),
    ("error-page", 200, HOME, _page("502 Bad Gateway", "<center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center>")),
    ("error-page", 200, HOME, _page("Service unavailable", "<h1>We'll be right back</h1><p>The service is temporarily unavailable due to maintenance.</p>")),
    ("error-page", 200, POST, _page("bX-7q1w2e", "<p>We're sorry, but we were unable to complete your request. When reporting this error, please "
     "include the following information: bX-7q1w2e</p>")),
    ("error-page", 200, POST, _page("页面不存在", "<h1>404</h1><p>抱歉，您访问的页面不存在或已被删除。</p>", lang="zh-CN")),
    ("error-page", 200, POST, _page("Not Found", "<h1>Not Found</h1><p>The requested URL was not found on this server.</p>")),
    ("error-page", 200, HOME, _page("伺服器錯誤", "<p>伺服器發生錯誤，請稍後再試。</p>", lang="zh-TW")),
    ("error-page", 200, HOME, ""),
)  # fmt: skip

BLOG_ID = "7301948265501837264"


def _blog(title: str, text: str) -> str:
    return _other(BLOG_ID, title, text)


# The blog itself, speaking of just these things.
OWN: tuple[Case, ...] = (
    ("", 200, POST, _blog("Blog has been removed", "Last night our mirror said: Blog has been removed. Sorry, the blog has been removed.")),
    ("", 200, POST, _blog("Content Warning", "The interstitial says that the blog may contain content only suitable for adults.")),
    ("", 200, POST, _blog("被屏蔽", "我们的网站已被禁止访问。根据相关法律法规，他们说。")),
    ("", 200, POST, _blog("Are you a robot?", "The library's new web site asks for a captcha: prove that you are not a robot.")),
    ("", 200, POST, _blog("This domain is for sale", "The league's old domain name has expired and is for sale.")),
    ("", 200, POST, _blog("Sign in", "To read the petition, sign in with your password at the library's desk.")),
    ("", 200, POST, _blog("502 Bad Gateway", "The council's server encountered an error when we sent the petition.")),
    ("", 200, HOME, _blog("Northgate Civic League 北门公民会", "The kiln is cold. 窑冷了。")),
)  # fmt: skip

CASES: tuple[Case, ...] = (*REMOVED, *CONTENT_WARNING, *LOGIN, *CAPTCHA, *BLOCK, *PARKED, *OTHER, *ERROR, *OWN)

# Written after the recogniser, without looking at its phrases; RESULTS.md has the first score on them.
BLIND_CASES: tuple[Case, ...] = (
    ("removed", 404, HOME, _page("Oops", "<h1>The blog you were looking for was not found.</h1><p>The owner may have taken it down. If you are the owner of this blog, please sign in to restore it.</p>")),
    ("removed", 200, HOME, _page("提示", "<p>该博客因违反服务条款已被停用。</p>", lang="zh-CN")),
    ("removed", 410, HOME, _page("Supprimé", "<h1>Ce blog n'existe plus</h1><p>Il a été supprimé par son propriétaire.</p>", lang="fr")),
    ("content-warning", 200, HOME, _page("Age check", "<p>Some readers of this blog have contacted us because they believe that this blog's content is objectionable. Do you want to continue?</p><a href='?zx=1'>Continue</a>")),
    ("content-warning", 200, HOME, _page("Avertissement", "<h1>Avertissement sur le contenu</h1><p>Le blog que vous allez consulter peut contenir des éléments réservés aux adultes.</p><a href='?interstitial=z'>Continuer</a>", lang="fr")),
    ("login", 200, HOME, _page("Restricted", "<h2>This blog is private</h2><p>Only readers chosen by its author may see it. <a href='https://accounts.google.com/ServiceLogin'>Sign in</a></p>")),
    ("login", 200, POST, _page("Anmeldung", "<form action='/anmelden' method='post'>Benutzername <input name='n'> Kennwort <input type='password' name='k'><button>Anmelden</button></form>", lang="de")),
    ("captcha", 403, HOME, _page("Attention Required!", "<h1>One more step</h1><p>Please complete the security check to access the site.</p><div class='cf-turnstile' data-sitekey='0x4'></div>")),
    ("captcha", 200, HOME, _page("访问验证", "<p>您的访问过于频繁，请输入验证码后继续。</p><input name='code'><img src='/code.png'>", lang="zh-CN")),
    ("block-page", 200, HOME, _page("403", "<h1>Internet access restricted</h1><p>In accordance with the decision of the communications regulator this resource cannot be opened. Your provider.</p>")),
    ("block-page", 200, HOME, _page("提示", "<p>您访问的网站因涉嫌违规，已被依法屏蔽。</p>", lang="zh-CN")),
    ("parked", 200, HOME, _page("northgate.example", f"<p>Welcome to northgate.example. This page is provided by the registrar; the owner has not uploaded a site yet.</p><ul>{_ADS}</ul>")),
    ("parked", 200, HOME, _page("¿Le interesa este dominio?", "<h1>Este dominio está en venta</h1><p>Haga su oferta.</p>", lang="es")),
    ("other-blog", 200, HOME, _other("5555555555555555555", "Tech Daily", "Phones of the week.")),
    ("other-blog", 200, HOME, _page("News", "<main><h1>Prize draw</h1><p>Enter today.</p></main>", "<meta name='generator' content='Ghost 5.2'>")),
    ("error-page", 200, HOME, _page("Error", "<h1>Something went wrong</h1><p>We could not load this page. Please reload.</p>")),
    ("error-page", 200, POST, _page("", "<pre>upstream connect error or disconnect/reset before headers. reset reason: overflow</pre>")),
    ("", 200, POST, _blog("The council's web site", "Access to the petition was blocked by order of the mayor; the domain is for sale.")),
    ("", 200, POST, _blog("登录", "请登录图书馆的网站，输入验证码，然后签名。页面不存在的话，请稍后再试。")),
)  # fmt: skip

_FRAMES = "<frameset rows='100%,*' border='0'><frame src='http://ww1.northgate.example/?fp=a8&prvtof=b7'></frameset>"
# A third set, written on 2026-11-21 without looking at the recogniser; RESULTS.md has its first score.
THIRD_CASES: tuple[Case, ...] = (
    ("removed", 404, HOME, _page("ブログは削除されました", "<h1>このブログは存在しません</h1><p>お探しのブログは作成者によって閉鎖されました。</p>", lang="ja")),
    ("removed", 410, HOME, _page("Blog không tồn tại", "<p>Rất tiếc, trang nhật ký bạn tìm đã bị xóa.</p>", lang="vi")),
    ("removed", 200, HOME, _blogger_notice("Блог удален", "К сожалению, блог по этому адресу был удален. Этот адрес недоступен для новых блогов.", "ru")),
    ("content-warning", 200, HOME, _page("警告", "<p>このブログには成人向けのコンテンツが含まれている可能性があります。</p><a href='?interstitial=ABq'>理解した上で続行する</a>", lang="ja")),
    ("content-warning", 200, POST, _blogger_notice("Aviso de conteúdo", "O blog que você está prestes a ver pode ter conteúdo adequado apenas para adultos. "
     "<a href='?guccounter=1&interstitial=Q'>Compreendo e desejo continuar</a>", "pt-BR")),
    ("login", 200, HOME, _page("ログイン", "<form action='https://accounts.google.com/v3/signin/identifier' method='post'><input type='email'><input type='submit' value='次へ'></form>", lang="ja")),
    ("login", 200, HOME, _page("로그인", "<form action='/nidlogin' method='post'><input name='id'><input type='password' name='pw'><button>로그인</button></form>", lang="ko")),
    ("login", 403, HOME, _page("Acceso", "<h1>Blog privado</h1><p>Solo los lectores con invitación pueden entrar.</p><form action='/entrar' method='post'><input type='password' name='c'></form>", lang="es")),
    ("captcha", 403, HOME, _page("Проверка", "<p>Подтвердите, что запросы отправляли вы, а не робот.</p><form action='/checkcaptcha'><img src='/captchaimg?x'><input name='rep'></form>", lang="ru")),
    ("captcha", 200, POST, _page("Un momento…", "<p>Verificando tu conexión.</p><script src='https://challenges.cloudflare.com/turnstile/v0/api.js'></script>", lang="es")),
    ("captcha", 405, HOME, _page("滑动验证页面", "<div id='nc_1_wrapper'></div><p>请按住滑块，拖动到最右边</p><script src='https://g.alicdn.com/sd/ncpc/nc.js'></script>", lang="zh-CN")),
    ("block-page", 200, HOME, _page("Situs diblokir", "<h1>Internet Positif</h1><p>Akses ke situs ini ditutup sesuai peraturan perundang-undangan.</p>", lang="id")),
    ("block-page", 403, HOME, _page("", "<iframe src='http://10.10.34.36/?type=Invalid%20Site' style='width:100%;height:100%' scrolling='no'></iframe>", lang="fa")),
    ("block-page", 451, HOME, _page("451", "<p>Nội dung này không khả dụng tại quốc gia của bạn.</p>", lang="vi")),
    ("block-page", 200, HOME, _page("Warning", "<h1>불법·유해 정보(사이트)에 대한 차단 안내</h1><p>지금 접속하려고 하는 정보(사이트)는 차단되었음을 알려드립니다.</p>", lang="ko")),
    ("parked", 200, HOME, f"<html><head><title>northgate.example</title></head>{_FRAMES}</html>"),
    ("parked", 200, HOME, _page("northgate.example", "<div id='container'></div><script>window.park = 'eyJ1dWlkIjoi';</script><script src='/bRJkVtaw.js'></script>")),
    ("parked", 200, HOME, _page("このドメインは売り出し中です", "<h1>northgate.example</h1><p>このドメインの購入に興味がありますか。お見積りをご依頼ください。</p>", lang="ja")),
    ("other-blog", 200, HOME, _page("日記", "<article class='entry'><h1>今日の料理</h1><div class='entry-content'>" + "ご飯を炊きました。" * 40 + "</div></article>", "<meta name='generator' content='Hatena Blog'>", lang="ja")),
    ("other-blog", 200, HOME, _page("Le jardin", "<article class='post'><h2>Tomates</h2><p>" + "Les tomates sont mûres. " * 40 + "</p></article>", "<meta name='generator' content='Hugo 0.131'>", lang="fr")),
    ("error-page", 502, HOME, _page("Erreur", "<p>Le serveur n'a pas répondu à temps.</p>", lang="fr")),
    ("error-page", 200, HOME, _page("错误", "<h1>系统繁忙</h1><p>服务器开小差了，请刷新重试。</p>", lang="zh-CN")),
    ("error-page", 200, POST, _page("Ошибка", "<h1>Страница не найдена</h1><p>Проверьте адрес.</p>", lang="ru")),
    ("", 200, POST, _blog("ログインのお願い", "図書館の新しいサイトではパスワードが必要です。このブログは削除されました、と古い鏡は言います。")),
    ("", 200, POST, _blog("Bloqueado", "El sitio del consejo dice: acceso bloqueado por orden judicial. Este dominio está en venta.")),
)  # fmt: skip
# A fourth, written after the recogniser went by structure, too, and before it was run on them; nothing was mended for it.
FOURTH_CASES: tuple[Case, ...] = (
    ("removed", 404, HOME, _page("Nie znaleziono", "<h1>Blog został usunięty</h1><p>Autor zamknął tego bloga.</p>", lang="pl")),
    ("removed", 410, HOME, _page("ไม่พบบล็อก", "<p>บล็อกนี้ถูกลบแล้ว</p>", lang="th")),
    ("content-warning", 200, HOME, _page("Avviso", "<p>Questo blog può avere contenuti per adulti.</p><a href='/?zx=2&interstitial=ABq'>Continua</a>", lang="it")),
    ("login", 200, HOME, _page("Zaloguj się", "<form action='/wejdz' method='post'>Hasło <input type='password' name='h'><button>Dalej</button></form>", lang="pl")),
    ("login", 200, HOME, _page("Aanmelden", "<p>Alleen voor genodigden.</p><form action='https://accounts.google.com/o/oauth2/auth'><button>Verder</button></form>", lang="nl")),
    ("captcha", 200, HOME, _page("Eine Sekunde", "<p>Wir prüfen Ihre Verbindung.</p><div id='px-captcha'></div><script src='/abc/init.js'></script>", lang="de")),
    ("captcha", 403, POST, _page("", "<script src='https://geo.captcha-delivery.com/c.js'></script>", lang="it")),
    ("block-page", 451, HOME, _page("451", "<p>Non disponibile nel tuo paese.</p>", lang="it")),
    ("block-page", 200, HOME, _page("Доступ обмежено", "<p>Доступ до цього ресурсу закрито за рішенням влади.</p>", lang="uk")),
    ("block-page", 200, HOME, _page("", "<iframe src='http://192.168.100.1/block.html' width='100%' height='900'></iframe>")),
    ("parked", 200, HOME, _page("northgate.example", "<h1>northgate.example</h1><p>Questo dominio è stato registrato.</p>", lang="it")),
    ("parked", 200, HOME, _page("", "<script>window.onload=function(){window.location.href='/lander'}</script>")),
    ("other-blog", 200, HOME, _page("Kuchnia", "<article><p>" + "Zupa z dyni. " * 30 + "</p></article>", "<meta name='generator' content='Astro v4'>", lang="pl")),
    ("other-blog", 200, HOME, _page("Shop", "<div class='product'>Shoes 20.00</div>" * 12, "<meta name='generator' content='PrestaShop'>")),
    ("error-page", 503, HOME, _page("Wartung", "<p>Wir sind gleich wieder da.</p>", lang="de")),
    ("error-page", 200, HOME, _page("Errore", "<p>Si è verificato un problema. Ricarica la pagina.</p>", lang="it")),
    ("", 200, POST, _blog("Hasło", "Biblioteka prosi o hasło; blog został usunięty, mówi lustro.")),
)  # fmt: skip
