"""What pages say that stand in a blog's place: words and forms, each with what it speaks for and how strongly.

No phrase decides alone: `replaced` adds them up, and takes them only for a page that is not the blog's own. In lower case.
"""

from __future__ import annotations

PHRASES: dict[str, tuple[tuple[int, tuple[str, ...]], ...]] = {
    "removed": (
        (2, ("blog has been removed", "blog was deleted", "blog has been deleted", "site has been suspended",
             "account suspended", "account has been suspended", "authors have deleted", "deleted by its author",
             "site is no longer available", "blog is no longer available", "博客已被移除", "博客已被删除", "网站已被关闭",
             "網誌已遭移除", "網誌已被移除", "部落格已被刪除", "blog se ha eliminado", "blog ha sido eliminado",
             "blog foi removido", "blog a été supprimé", "blog wurde entfernt", "블로그가 삭제되었습니다", "блог удален",
             "блог удалён", "ブログは削除されました", "blog đã bị xóa",
             "blog you were looking for was not found", "blog n'existe plus", "已被停用", "已被注销", "taken it down")),
        (1, ("not available for new blogs", "不可用于新博客", "無法用於新網誌", "no está disponible para blogs nuevos",
             "사용할 수 없습니다", "violation of our terms", "terms of service", "violated our", "you may appeal",
             "n'est plus disponible", "did you expect to see your blog", "owner of this blog", "supprimé par", "违反服务条款", "違反服務條款",
             "restore it")),
    ),
    "content-warning": (
        (2, ("may contain content only suitable for adults", "may contain sensitive content", "content warning",
             "可能包含仅适合成人", "可能含有僅適合成人", "内容警告", "內容警告", "nur für erwachsene geeignet",
             "solo apto para adultos", "réservé aux adultes", "somente para adultos", "только для взрослых",
             "成人向け", "성인용 콘텐츠", "sensitive content",
             "content is objectionable", "avertissement sur le contenu", "réservés aux adultes")),
        (1, ("i understand and i wish to continue", "understand and wish to continue", "了解并想继续", "瞭解，並想繼續",
             "wish to continue", "deseo continuar", "do you want to continue", "interstitial=", "fortfahren")),
    ),
    "login": (
        (2, ("open to invited readers only", "permission to view this blog", "invited to read this blog", "只对受邀",
             "僅限受邀", "受邀阅读", "réservé aux lecteurs invités", "solo para lectores invitados", "nur für eingeladene",
             "초대받은 독자", "blog is private", "博客是私密", "to continue to blogger", "только для приглашенных")),
        (1, ("sign in", "log in", "请登录", "請登入", "登录", "登入", "connectez-vous", "iniciar sesión", "anmelden",
             "войти", "ログイン", "로그인", "private blog", "members only", "invited")),
    ),
    "captcha": (
        (2, ("automated queries", "unusual traffic", "not a robot", "checking your browser", "verify you are human",
             "verify that you are human", "are you human", "不是机器人", "不是機器人", "安全验证", "安全驗證", "异常流量",
             "異常流量", "que vous êtes humain", "no eres un robot", "kein roboter", "не робот", "ロボットではありません",
             "g-recaptcha", "h-captcha", "cf-turnstile", "geetest", "challenge-platform", "recaptcha/api.js",
             "hcaptcha.com", "security check", "访问过于频繁", "訪問過於頻繁", "请求过于频繁")),
        (1, ("captcha", "attention required", "one more step", "enable javascript and cookies", "验证码", "驗證碼", "just a moment", "拖动滑块")),
    ),
    "block-page": (
        (2, ("website has been blocked", "site has been blocked", "page blocked", "site is blocked", "access to this website is blocked",
             "has been blocked by", "not available in your country", "legal demand", "已被禁止访问", "已被封锁", "已遭封鎖",
             "相关法律法规", "相關法律", "сайт заблокирован", "доступ к ресурсу ограничен", "доступ ограничен",
             "تم حجب", "محجوب", "erişim engellenmiştir", "este sitio ha sido bloqueado", "site bloqué", "diblokir",
             "bị chặn", "internet positif", "این سایت مسدود", "unavailable for legal reasons", "access restricted", "依法屏蔽", "已被屏蔽", "依法关闭", "resource cannot be opened",
             "차단 안내", "차단되었음")),
        (1, ("by order of", "telecommunications authority", "ministry", "network administrator", "网络运营商", "провайдеру",
             "по решению суда", "mahkeme", "category:", "الجهات المختصة", "court order", "regulator", "in accordance with", "涉嫌违规", "your provider", "access denied", "censor")),
    ),
    "parked": (
        (2, ("domain is for sale", "buy this domain", "domain may be for sale", "domain name is for sale", "domain parked",
             "is parked free", "domain has expired", "domain name has expired", "sponsored listings", "related searches",
             "域名正在出售", "域名出售", "域名已过期", "域名已到期", "網域出售", "domain steht zum verkauf", "dominio en venta",
             "domaine est à vendre", "домен продается", "домен продаётся", "このドメインは", "dominio está en venta")),
        (1, ("make an offer", "renew it", "registrar", "registrant", "报价", "angebot abgeben", "recently been registered",
             "interested in this domain", "感兴趣")),
    ),
    "error-page": (
        (2, ("500 internal server error", "502 bad gateway", "503 service", "504 gateway", "that's an error", "server error",
             "temporarily unavailable", "unable to complete your request", "404 not found", "requested url was not found",
             "页面不存在", "頁面不存在", "找不到您要", "伺服器發生錯誤", "服务器错误", "伺服器錯誤", "服务器内部错误",
             "error interno del servidor", "page introuvable", "seite nicht gefunden", "страница не найдена",
             "could not complete your request", "database connection", "under maintenance", "page not found",
             "系统繁忙", "服务器开小差", "connection timed out", "something went wrong", "upstream connect error", "connection refused")),
        (1, ("try again", "请稍后再试", "稍後再試", "maintenance", "not found", "error", "nginx", "bx-", "be right back", "could not load", "reload", "reset reason",
             "apache", "404", "500")),
    ),
}  # fmt: skip
# Software that runs no Blogger blog, by the generator it names.
OTHER_GENERATORS = ("wordpress", "joomla", "drupal", "wix", "ghost", "hugo", "jekyll", "typo3", "squarespace", "medium",
                    "discuz", "typecho", "z-blog", "hexo")  # fmt: skip
