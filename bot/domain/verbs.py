"""Past tenses that begin what people write of their own doing; a list, no rules."""

# A word that is also a common noun or adjective is not here, nor is one that is usually meant passively: what is not
# certain is quoted instead of bent.
_ACTIVE = """
    accelerated achieved added addressed advised aligned analysed analyzed answered argued arranged audited authored
    automated balanced began benchmarked boosted bought brought budgeted built caught championed chaired changed
    checked clarified cleaned closed coached collected combined completed configured consolidated containerised
    containerized contributed convinced coordinated corrected covered created cut debugged decided decreased defined
    deleted delivered demoed demonstrated deployed deprecated designed detected developed diagnosed discovered
    documented doubled drafted drove earned edited eliminated enabled ended engineered enhanced ensured established
    estimated evaluated examined expanded explained extended extracted facilitated finalised finalized finished fixed
    forecast found founded gathered gave got grew guided halved handled helped hired hosted identified implemented
    improved increased informed initiated inspired installed instrumented integrated interviewed introduced
    investigated joined kept learned learnt launched led listened made mapped measured mentored merged met migrated
    modelled modernised modernized monitored moved negotiated onboarded opened optimised optimized orchestrated
    ordered organised organized outlined overhauled oversaw owned paired passed patched persuaded piloted pitched
    planned polished posted prepared presented prevented prioritised prioritized produced profiled proposed
    prototyped proved provided published pushed raised ran rebuilt received recovered recruited redesigned reduced
    refactored refined released removed reorganised reorganized repaired replaced reported researched resolved
    responded restored restructured reviewed revised rewrote rolled saved scaled scheduled secured sent
    shared shipped showed simplified sold solved sorted sped spoke stabilised stabilized standardised standardized
    started steered stopped streamlined strengthened studied submitted summarised summarized supervised supported
    surveyed switched taught tested tightened took traced tracked trained transformed translated trimmed
    tripled troubleshot tuned turned unblocked uncovered unified updated upgraded validated verified visited
    volunteered won worked wrote
"""
ACTIVE = frozenset(_ACTIVE.split())
