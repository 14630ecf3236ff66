"""Tags of languages (BCP 47), and the names that languages have for themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _table(text: str) -> Mapping[str, str]:
    pairs = (pair.partition(" = ") for pair in " ".join(text.split()).split("; "))
    return MappingProxyType({name: value for name, _, value in pairs})


#: All two-letter tags of ISO 639-1. Languages without one have a tag of three letters.
_TWO_LETTERS = _words(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo
    es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg
    ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn
    no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta
    te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    """
)
#: What people write instead: codes of countries, three letters where there are two, and English names.
_MEANT = _table(
    """
    cn = zh; chs = zh-Hans; cht = zh-Hant; chi = zh; zho = zh; chinese = zh; jp = ja; jpn = ja; japanese = ja;
    kor = ko; korean = ko; eng = en; english = en; ger = de; deu = de; german = de; fre = fr; fra = fr; french = fr;
    spa = es; spanish = es; por = pt; portuguese = pt; rus = ru; russian = ru; ita = it; italian = it; ara = ar;
    arabic = ar; vie = vi; vn = vi; vietnamese = vi; ua = uk; ukr = uk; ukrainian = uk; cz = cs; gr = el; dk = da;
    iw = he; heb = he; fas = fa; per = fa; persian = fa; farsi = fa; hin = hi; hindi = hi; tur = tr; turkish = tr;
    ind = id; indonesian = id; pol = pl; polish = pl; tha = th; thai = th; dutch = nl; nld = nl;
    simplifiedchinese = zh-Hans; traditionalchinese = zh-Hant
    """
)
_NAMES = _table(
    """
    ar = العربية; bg = български; bn = বাংলা; ca = català; cs = čeština; da = dansk; de = Deutsch; el = Ελληνικά;
    en = English; es = español; et = eesti; eu = euskara; fa = فارسی; fi = suomi; fr = français; he = עברית;
    hi = हिन्दी; hr = hrvatski; hu = magyar; id = Bahasa Indonesia; is = íslenska; it = italiano; ja = 日本語;
    ka = ქართული; ko = 한국어; lt = lietuvių; lv = latviešu; ms = Bahasa Melayu; nb = norsk bokmål; nl = Nederlands;
    nn = norsk nynorsk; no = norsk; pl = polski; pt = português; ro = română; ru = русский; sk = slovenčina;
    sl = slovenščina; sr = српски; sv = svenska; sw = Kiswahili; ta = தமிழ்; th = ไทย; tr = Türkçe; uk = українська;
    ur = اردو; vi = Tiếng Việt; zh = 中文; zh-Hans = 简体中文; zh-Hant = 繁體中文
    """
)
#: Language, script, region, variants and the private part of a tag, in canonical case (RFC 5646, section 2.1).
_TAG = re.compile(
    r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*+"
    r"(?:-x(?:-[a-z0-9]{1,8})++)?"
)
_MAX_LENGTH = 35


def check_language(tag: str) -> str:
    """A language's tag, in canonical case, such as ``zh``, ``zh-Hant`` or ``pt-BR``.

    Raises ValueError for anything else; the message's second line says what to write.
    """
    if len(tag) <= _MAX_LENGTH and _TAG.fullmatch(tag) and _is_known(tag):
        return tag
    meant = find_language(tag)
    fix = f"write {meant}" if meant else "use a tag of BCP 47, such as zh, zh-Hant or pt-BR"
    raise ValueError(f"{tag[:_MAX_LENGTH]!r} is not the tag of a language\n{fix}")


def find_language(text: str) -> str:
    """The tag that a text means: another spelling (``zh_cn``), a country's code, an English name; else empty."""
    plain = text.strip()[:_MAX_LENGTH].replace("_", "-")
    subtags = plain.split("-")
    for place, subtag in enumerate(subtags):
        is_script = place == 1 and len(subtag) == 4 and subtag.isalpha()
        is_region = place and len(subtag) == 2
        subtags[place] = subtag.title() if is_script else subtag.upper() if is_region else subtag.lower()
    subtags[0] = _MEANT.get(subtags[0], subtags[0])
    tag = "-".join(subtags)
    if _TAG.fullmatch(tag) and _is_known(tag):
        return tag
    return _MEANT.get(re.sub(r"[\W_]+", "", plain).lower(), "")


def language_name(tag: str) -> str:
    """The name that a language has for itself, as in 中文 for ``zh-CN``; the tag where it is not known."""
    subtags = tag.split("-")
    names = ("-".join(subtags[:length]) for length in range(len(subtags), 0, -1))
    return next((_NAMES[name] for name in names if name in _NAMES), tag)


def covers(wanted: str, tag: str) -> bool:
    """Whether a text in one language serves readers who want another: ``zh-Hans`` serves those who want ``zh``."""
    return tag == wanted or tag.startswith(f"{wanted}-")


def _is_known(tag: str) -> bool:
    language = tag.partition("-")[0]
    return language in _TWO_LETTERS if len(language) == 2 else language not in _MEANT
