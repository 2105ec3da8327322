"""Pairs of real words that one wrong letter turns into each other, and that mean different things to a patient. Pure data.

Only pairs that look like mended spelling stand here: what differs by more ("before", "after") is never a typo anyway.
A pair stands for its longer forms too: "cure" and "care" forbid "cured" and "cared". Without accents and capitals.
"""

ENGLISH = """
abduct/adduct accept/except adapt/adopt alone/along arteritis/arthritis better/bitter bleed/breed bleed/blend
blood/brood blood/bloom bowel/bowl brain/bran burn/born call/cell call/calm cancer/canker care/cure care/core
care/case check/cheek clot/cloth clot/clog cold/could colon/color colon/colony coma/comma cord/card dairy/diary
died/diet diet/dies dilat/dilut drag/drug drink/drunk drip/drop dying/drying even/ever ever/every even/event
fatal/fetal fecal/fetal fecal/focal facial/fascial fall/full fall/fill fast/fact feed/feel feet/feel fell/feel
fever/fewer flesh/flush food/foot food/flood gain/grain give/gave gland/glans hand/hard hard/harm head/heal heal/heel
heart/heat heard/heart heat/heal heat/head hear/heart ileum/ilium injec/infec insulin/inulin iodide/iodine
chloride/chlorine last/least last/lost later/latter left/lift lesion/legion lesion/lesson lessen/lesson less/loss
limb/limp live/life liver/live liver/lover long/lung loose/lose lose/loss lost/loss meal/meat medial/median
medial/medical mental/metal micro/macro mild/mind mild/milk mild/mold moist/most most/must month/mouth more/mole
morning/mourning nitrate/nitrite over/oven pain/paint pain/pair pale/pile part/port pass/past past/paste patch/pitch
patent/patient perineal/peroneal pill/pull pill/pile plague/plaque pleural/plural poor/pour prescri/proscri
prostate/prostrate pubic/public pulse/purse quiet/quit quiet/quite quit/quite radial/radical rare/rate rash/rush
renal/rental rest/rust safe/sale safe/same safe/save same/some scab/scan scan/scar scar/scare sever/severe
shallow/swallow shot/short shot/shut shower/slower show/slow side/site sight/slight size/site skin/skip skin/sink
smell/swell soap/soup sore/sure sore/some spinal/spiral start/star stay/stray stent/stint stoma/stroma stroke/stoke
strong/string sulfate/sulfide sulfate/sulfite sulphate/sulphite sweat/sweet sweat/swear take/tale taking/talking
than/then then/thin thick/think thin/think though/through tired/tried tonic/toxic trail/trial unclear/nuclear
vain/vein vary/very viral/vital waist/waste warm/warn warm/worm wean/wear weigh/weight were/where worse/worst
would/wound with/wish
"""

SPANISH = """
ante/antes cada/cama calma/cama calor/color cancer/cancel cara/cada cara/cura carta/corta casa/cosa cedula/celula
cita/cinta ciego/cielo coma/cama coma/como come/como cuando/cuanto cuerpo/cuervo debe/deba deje/dele duda/dura
entra/entre fatal/fetal fibra/fiebre fuente/fuerte gasa/grasa herida/hervida hueso/huevo infec/inyec legua/lengua
llaga/llama llaga/llega llame/llave malo/mano mano/mono masa/misa medico/medido mejor/menor mental/metal micro/macro
odio/oido oral/oval parar/pasar parche/perche parto/pasto pasar/pesar paso/peso pastilla/pasilla pensar/pesar
pico/poco pie/piel piso/peso pubico/publico quieta/quita rojo/roto saca/seca saco/seco sangra/sangre sano/seno
seno/sueno sienta/siente sobra/sobre sube/suda suba/suda suero/sueno tarda/tarde temor/tumor tocar/tomar todo/tomo
tome/tope tome/tose toma/tose tomo/tome tonico/toxico vacua/vacuna vela/vena venda/venta venda/vende viral/vital
vomita/vomito
"""

# The first letters of these words say "too much" or "too little": nothing changes in them.
TOO_MUCH_OR_LITTLE = ("hyp", "hip")
LENGTH_OF_ITS_PREFIX = 5
SHORTEST_WITH_PREFIX = 7

PAIRS = tuple(tuple(pair.split("/")) for pair in (ENGLISH + SPANISH).split())


def confusable(old: str, new: str) -> bool:
    """Whether two words, without accents and capitals, are a known pair of different words, or forms of one alike."""
    for one, other in PAIRS:
        for first, second in ((one, other), (other, one)):
            if old.startswith(first) and new.startswith(second) and old[len(first) :] == new[len(second) :]:
                return True
    if min(len(old), len(new)) >= SHORTEST_WITH_PREFIX and old.startswith(TOO_MUCH_OR_LITTLE):
        return old[:LENGTH_OF_ITS_PREFIX] != new[:LENGTH_OF_ITS_PREFIX]
    return False
