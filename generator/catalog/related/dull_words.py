"""Words that do not say why two papers are related, though they make papers a little more similar."""

from __future__ import annotations

from generator.catalog.topics.phrases import comparable

_WORDS = """
100k 10x 13b 1b 1k 2x 32b 3b 3x 4b 4x 5x 70b 7b 7x 8b 8x ability abstract abundant academic accelerating accept
accessible accommodate accomplish accordance account accumulate accumulation acquire acquiring acquisition act action
actionable activate active actively actual actually adaptable adaptive add adding adherence adjust adjusting adopt
adopting adult advantage advent advocate affect affects afford ahead ai akin algorithm aligning alike allocation alone
alongside alter altering alternate alternative altogether always ambiguity ambitious amid analytical ancient angle
annotate annotated annotating announce answer answering anticipate anyone anything apart appeal appear appearance
appears applicability applicable appropriate approximately arbitrary area argue arise arrive art artificial ask asking
assess assesses assessing asset assign assist assistance assisting associate assume assumption attain attempt attend
attract attractive attribute augmented author auto avenue avoid avoiding away background backward bad balance balanced
barrier basic basis batch beam become begin beginning behave behavior belong below bench beneficial benefit besides
beyond big bigger billion bit block bonus boost boosting boundary box break breaking bridge bridging brief bring
bringing broad broader broadly brute budget bulk burden business call capacity capture capturing care career carefully
carry catastrophic category cause causes caution center central chain chance channel character characteristic
characterize chart cheap check checkpoint checks choice choose chosen claim clarify clarity class clean clear clearly
close closely closer coherence coherent cold collect collection collective combination combine combining come
community compact company comparative comparison compatible compelling compete competition competitive complementary
complete completely completeness completing complex complexity complicated component compose composed comprehend
comprise comprises compromise computation computational compute computer computing concept conceptual concern conclude
conclusion concrete condition conditional conduct conducting confident configuration confirm conflict connect
connecting connection consequence consequently considerable considerably considering consist consistency consistent
constant constitute constrain constrained constraint consume consuming consumption contain contemporary content
context continue continuous continuously contributing contribution controllability convenient convert convey
convincing coordinate core correct correcting correctly correctness correlate correspond correspondence cost costly
count counterpart counting cover coverage covering craft create creation criterion critic critical critically cross
culminating curate curated curation curve custom customize cut damage dangerous day deal decade decide decision
decline decompose decrease dedicated deeper deeply define definition degradation degrade degree delay deliberate delta
demand demanding demo dense depend dependence dependency dependent depending deploy deployment depth derivation
derivative derive derived describe description desirable detail detailed detect determine developing development
deviate device devise diagram differ differing dimension dimensional diminish direct direction directional discard
discover discovery discrepancy discuss discussion disparity display distinct distinguish distribute distributed
distribution diverse diversity divide document dominant dominate don done double doubt downstream draw driven driving
drop dual due dynamic dynamically dynamics ease easier easily easy effect efficient effort eight eliminate eliminating
elucidate embed embody emphasis emphasize empirical empirically empower empowering emulate encode encompass
encompassing encounter encourage engage engaging engineer enlarge enormous enrich entail entire entirely entry
environment equal equally equation equip equivalence equivalent error estimate evaluator ever everyday everyone
evidence evident evolution evolve evolving exact exactly examination examine example excel excellent except
exceptional excessive exchange exhibit exhibiting expand expanding expansion expect expectation expected expense
expensive experience expert expertise explain explicit explicitly exploit exploration expose express extend extended
extension extent external extract extracting extreme extremely face facet facing fact factor failure fair fall
familiar far fashion fast faster fastest favor feasibility feasible feature feed feel fidelity field figure fill
filling filter final fine five fix fixed fixing flexibility flexible fold force foresight form formal formalize format
formation former formulate formulation fostering foundation foundational four fraction frame frequency frequent
frequently friendly front frontier fruitful fulfill full fully function functional functionality fundamental
fundamentally fuse future gather gathering generalist generalizability generalizable generalize generalizing generate
generated generation generic get getting giving global go goal grade gradual gradually grasp great greater greatest
ground group grow guarantee guidance guide guided guideline guiding hand handle handling hard harder hardest hardly
harness harnessing heavily heavy height held help helpful helping heterogeneous hidden hierarchical hierarchy hint
historical history hoc hold holding holistic homogeneous hope hour huge hundred hybrid hypothesis hypothesize idea
ideal identical identify identifying identity imbalance immense impact imperfect impose impossible impractical
inaccurate inadequate inadvertently incentive inception incomplete inconsistency inconsistent incorrect incremental
incur incurring independent independently individual ineffective inefficiency inevitable infer inferior inferring
influence inform information informative infuse inherently inherit initial initialize initially inject innovation
innovative inside insight inspect inspection inspire inspired instability instance instantiation integrate integrated
integrating integration integrity intelligent intend intensive intent intention interact interaction interactive
interest interesting interestingly interface interfere interference intermediate internal interplay intervene
intricate intrinsic intuition intuitive invaluable inverse invest issues item iterate iterative iteratively joint
jointly jump justify keep keeping kind know knowing knowledgeable lab label labor last late later law layer layout
leap learner leave left length let level library lie life lift lifting light lightweight limit limitation line linear
link list live load local locate long longer longstanding look looking loop lose loss lossless lot made maintain
maintaining maintenance make man manage manifest manner manual manually map mapping margin mark marked markedly master
mastering match matching material matter maximize maximum me meaning meaningful meanwhile measure measurement medium
meet mention merely merge merit message methodological methodology might million mimic mind minima minimal minimize
minimizing minimum minor miss missing mistake misuse mitigate mitigating mitigation mix mixed mode modeling modern
modest modification modify modular module moment monitor month moreover motivate motivated move movement name narrow
native natural nature navigate near nearly necessary necessitate necessity negative neglect neither next nine node
noisy none nonetheless normal notable note notion nuanced number numerical numerous object observation obstacle
obvious occasion occur offer offering offline old omit once online onto open operate operating operation opportunity
oppose opposed optimal optimally optimum option organize origin original originally otherwise outcome outline outlook
outside overall overcome overcoming overhead overlap overlook overlooked overview own pace pair parallel parameter
partial partially participant partition pass past path pattern pay peak penalty people per percent percentage perfect
perform performed performing period permit person pertinent pervasive phase phenomenon pick picking picture piece
pioneer pipeline pivotal pixel place placing plague plan platform plausible please plenty plethora plus point pool
popularity population portion pose position positive possess possibility practice practitioner preceding precise
precisely precision predefined predominantly prepare preserve preserving prevail prevailing prevalent prevent
preventing primitive principle principled priori prioritize priority probability problematic procedure proceed
processing produce producing product profession professional profile profound program progressive progressively
prohibitive prominent promise promote promoting prone pronounced proper properly property proportion proposal
proprietary prospect prove proven public pure purpose pursue push pushing qualitative quality quantify quantitative
quantity question quick quickly raise raises range rank rare rarely rate ratio rational raw reach reaches reaching
react read readily ready real realism realistic reality realize realizing reason reasonable receive recognize
recommend record recover reduce reduced reducing reduction redundancy redundant refer reference referencing refine
refined refinement reflect reflecting regard regarding regardless regime region regular reject relation relationship
relative relatively relevance relevant reliability reliable reliably reliance remark remedy remove removing render
repeat repeated replace replacing report reported represent representation representative representing reproduce
reproducibility reproducible request require resemble reserve reshape resolution resolve resolving resource respective
response responsible rest restriction retain retaining rethink rethinking return reuse revealing reverse review revise
revisit revolutionize rich richer right rigid rigor rigorous risk road roadmap roughly round routine row rule run
running runtime sacrifice sacrificing sample satisfactory satisfy save saving say scalability scalable scale scarce
scarcity schedule scheme science scope score scratch seamless seamlessly search see seek seem select selected
selecting selection selective self semantics send sense sensitive sensitivity separation sequence sequential
sequentially series serve serves serving sery set seven severe severely shape share shared sharing sharp shed shedding
shift short shortcoming shorter shot side sight sign signal significance similarity simplicity simplify simulate
simultaneous simultaneously singular situation six size sizeable skip slight slightly slow slower small smaller smooth
society soft solely solid solution solve solving something sometimes soon sophisticated source space span spanning
speak special specialize specialized specially specifically specification specified specify speed spend split spread
spur spurious stability stabilize stable stage stand standardize standardized start starting state static
statistically status steadily steady steep steer step stepping stepwise storage store straightforward stream strength
strengthen strengthening stress strictly strike striking stringent strive strongly structural structure structured
stuck subject suboptimal subsequent subsequently subset substantiate subtle succeed successor suffering suffice
sufficiently suit suitability suitable suite sum summarize superiority supply support supported supporting suppose
suppress surface surge surprising surprisingly surround sustain swift swiftly switch synthesizing systematic
systematically tackle tackling tail tailor tailored target team technical technological technology tell temporarily
ten term terminal test testing textual thanks theoretical theoretically theory thing think third thorough thoroughly
thought thousand threat threshold throughout tight tightly time tiny today top touch toward trace trade tradeoff
transcend transferable transferred transform transformation transformative transition translate transparent treat
treating tree tremendous trend trial tried trigger trillion trivial truly try turn turning twice ubiquitous ultimate
ultimately unable unaware unclear uncover uncovering undergo undergone undermine underperform underscore underscoring
understanding undertake undesirable unexpected unexplored unforeseen uniform unify unifying unique uniquely unit
universal universally unknown unlike unlock unlocking unnecessary unprecedented unrealistic unseen unstable unsuitable
upper urgent usable usage user usual utility utilization valid valuable value variability variable variant variation
varied variety vary vast verify versatile versatility version versus viable view visible vulnerable want warrant weak
weakness week weigh weight whenever whereby wherein whole widespread width willing window word work worker working
workload world worse worst worth write written wrong year zero
"""

#: Comparable forms, so that the list needs no plurals.
DULL_WORDS = frozenset(map(comparable, _WORDS.split()))
