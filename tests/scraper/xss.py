"""What pages write to have a browser run something: of OWASP's list and of mutation XSS. Each would tell on RUN."""

RUN = "document.documentElement.setAttribute('data-run','1');new Image().src='SINK/ran'"
SET = (
    f"<script>{RUN}</script>",
    f'"><script>{RUN}</script>',
    f'\'><img src=x onerror="{RUN}">',
    f'</title></textarea></style></script><svg onload="{RUN}">',
    "<img src=SINK/picture><link rel=stylesheet href=SINK/style><iframe src=SINK/frame></iframe>",
    f"javascript:{RUN}",
    f'" autofocus onfocus="{RUN}" x="',
    f'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror={RUN}&gt;">',
    f'<noscript><p title="</noscript><img src=x onerror={RUN}>">',
    f'<svg></p><style><a id="</style><img src=1 onerror={RUN}>">',
    f"<form><math><mtext></form><form><mglyph><style></math><img src onerror={RUN}>",
    f"<!--><img src=x onerror={RUN}>-->",
    '<base href=SINK/><meta http-equiv=refresh content="0;url=SINK/refresh"><form action=SINK/form><button>',
    f"<a href=\"javascript:{RUN}\" ping=SINK/ping>x</a><style>@import 'SINK/import';*{{background:url(SINK/background)}}</style>",
    f"{{{{ ''.__class__ }}}}{{% for x in range(9) %}}%{{x}}<%= 1 %>${{{RUN}}}",
    "\u202egnp.exe\u202c\u200b\u2066x\u2069\x1b[31mred\x00\x07",
    f'<img src=\'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" onload="{RUN}"/>\'>',
    f'<video><source onerror="{RUN}"></video><details open ontoggle="{RUN}"><input autofocus onfocus="{RUN}">',
)
