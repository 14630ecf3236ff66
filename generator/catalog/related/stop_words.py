"""Words that papers of all subjects use, which say nothing about how similar two papers are."""

from __future__ import annotations

from generator.catalog.topics.phrases import comparable

_WORDS = """
a about above accuracy achieve achieves achieving across additional additionally address addressing advance
advanced advancement advances after against aim all allow along already also alter although among amount an
analyses analysis analyze analyzing and another any approach approaches are art as aspect aspects at automatic
automatically available average aware based baseline be because been before being benchmark best better between
both build building built but by can cannot capabilities capability capacity case certain challenge challenging
change changes changing classical coarse code codes com common commonly comparable compare compared
comprehensive consider consistently construct constructed constructing constructs contrast conventional could
create created creating crucial current currently data dataset deep deliver delivers demonstrate demonstrated
demonstrating design designed desired despite develop developed different difficult directly do does domain due
during e each effective effectively effectiveness either emerge emerged emerging employ employing employs enable
enabling end enhance enhancement enhances enhancing ensure ensures ensuring especially essential et etc evaluate
evaluated evaluating evaluation evaluations even every exceed exist existing experiment experimental explore
explored exploring extensive extensively extra facilitate facilitates fail failing fails favorable few field
fields finally find finding first focus follow following for found framework free from fully further furthermore
g gain gains gap general generally github give given good grained great growing has have having hence here high
higher highlight highlighting highlights highly hinder hindering hinders how however http https i ie if
importance important impressive improve improved improvement improving in include including incorporate
incorporating increase increasing increasingly indeed indicate indicates indicating inefficient inherent input
instead insufficient into introduce introduced introduces introducing investigate involve involves involving io
is issue it its itself just key known lab lack lacks large largely lead leading learn learning less leverage
leveraging like limited low lower machine main mainly mainstream major make making many may mean mechanism
method metrics might model more moreover most much multiple must namely naturally need network neural new no nor
not notably novel now number o objective objectives observe observed obtain of often on one only opengvlab or
order orders org other our out outperform outperformed outperforming output over overall own page paper paradigm
part particular particularly parts performance perspective play plays poor popular possible potential powerful
practical present presented previous primarily primary prior problem process progress project promising propose
proposed proposes proposing provide provided providing publicly put quite ranging rapid rapidly rather recent
recently related release released relies rely relying remain remaining remains remarkable repository require
required requirement requirements requiring research researchers respect respectively restrict result reveal
reveals rise rising role same scenario scenarios second secondly separate setting settings several show showing
shown shows significant significantly similar simple simply since single site so some sota specific standard
state still strategies strategy strong studied study studying substantial substantially success successes
successful successfully such suffer sufficient suggest suggesting suggests superior surpass surpasses surpassing
system take taken taking task technique tend tends than that the their them then there thereby therefore these
they third this those though three through thus to together too total toward traditional train trained training
two type typical typically under underlying understand unified unlike until up upon url us use used useful uses
using usually utilize utilized utilizes utilizing variety various very via vital was way we website well were
what when where whether which while who whose why wide widely will with within without work would www yet yield
yielding yields you your
"""

#: Comparable forms, so that the list needs no plurals.
STOP_WORDS = frozenset(map(comparable, _WORDS.split()))
