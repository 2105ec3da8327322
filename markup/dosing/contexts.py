"""Words that decide whether a number beside a drug is advice about that drug. Folded, in each language."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# What is done every so often, or measured, besides giving the drug: numbers next to these are theirs.
OTHER_THINGS = {
    "en": _set(
        "scan scans x-ray rays ray ct mri ultrasound mammogram test tests tested testing blood bloods check "
        "checks checked checkup checkups appointment appointments visit visits visited see dentist dental teeth "
        "tooth mouth exam exams examined review reviews reviewed look looks call calls phone weigh weighs weight "
        "walk walks exercise exercises drink drinks water glass glasses cup cups fluid fluids liquid saline eat "
        "eats meal meals snack temperature pressure monitor monitored monitors measure measured measures sugar "
        "creatinine sleep diary write dressing dressings insurance refill refills prescription pharmacy wash "
        "brush rinse alcohol smoke cigarettes surgery biopsy eyes eye feet level levels count counts meet meets "
        "talk talks radiation radiotherapy % counted cells physio physiotherapy bring store keep kept throw "
        "stored text email letter report class group massage heat ice"
    ),
    "es": _set(
        "tomografia gammagrafia radiografia radiografias resonancia ecografia mamografia prueba pruebas analisis "
        "examen examenes control controles cita citas visita visitas visite dentista dental dientes boca revision "
        "revisiones revise revisan revisara revisaran llame llamada pesese peso camine camina caminar ejercicio "
        "ejercicios agua vaso vasos beba bebe beber liquido liquidos taza coma comer comida comidas temperatura "
        "presion mida miden medir azucar creatinina dormir % duerma seguro receta recetas farmacia lavese cepille "
        "enjuague alcohol fume cigarrillos cirugia biopsia ojos pies nivel niveles recuento hable radiacion "
        "radioterapia fisioterapia guarde hielo calor sangre vera vea"
    ),
}
# Medicines and the like that the library may not know; a number next to them is about them.
OTHER_MEDICINES = {
    "en": _set(
        "calcium vitamin vitamins d3 iron magnesium potassium supplement supplements antibiotic antibiotics chemo "
        "chemotherapy steroid steroids insulin aspirin laxative laxatives antacid antacids painkiller painkillers "
        "anastrozole exemestane tamoxifen dexamethasone prednisone metformin warfarin folic capecitabine "
        "paclitaxel docetaxel abemaciclib palbociclib ribociclib pembrolizumab goserelin leuprolide alendronate "
        "risedronate ibandronate omeprazole gabapentin ondansetron"
    ),
    "es": _set(
        "calcio vitamina vitaminas hierro magnesio potasio suplemento suplementos antibiotico antibioticos "
        "quimioterapia esteroide esteroides insulina aspirina laxante laxantes antiacido antiacidos anastrozol "
        "exemestano tamoxifeno dexametasona prednisona metformina warfarina folico capecitabina paclitaxel "
        "docetaxel abemaciclib palbociclib ribociclib omeprazol gabapentina ondansetron alendronato"
    ),
}
# Endings of drug names that need not be in any list.
ENDINGS = (
    "mab",
    "nib",
    "ciclib",
    "platin",
    "taxel",
    "mycin",
    "cillin",
    "statin",
    "parib",
    "rubicin",
    "dronate",
    "dronato",
)

# A sentence with one of these tells what happened, asks, or speaks of a special case.
HISTORY = {
    "en": _set(
        "study studies studied trial trials researchers participants compared got had received took was were "
        "previously formerly originally i my me i'm i've i'd her his she he survey review"
    ),
    "es": _set(
        "estudio estudios ensayo ensayos investigadores participantes compararon comparo recibieron recibio "
        "recibia recibian tomo tomaron tomaba tomaban daba daban dieron dio fue fueron era eran anteriormente "
        "antiguamente tuvo yo mi mis me ella"
    ),
}
SPECIAL = {
    "en": _set(
        "miss missed misses forget forgot forgotten skip skipped late switch switched switching lower lowered "
        "reduce reduced raise raised increase increased adjust adjusted double doubled instead loading extra "
        "breakthrough overdose kidney kidneys liver children child kids baby babies stretch stretched experts "
        "expert longer pregnant respectively dialysis older vial vials bag bags refill refills order pharmacist "
        "bottle bottles syringe syringes ampoule costs cost price"
    ),
    "es": _set(
        "olvida olvido olvidar olvide salta saltarse cambiar aumentar aumenta reducir reduce reducen bajar subir "
        "espaciar ajustar ajusta adelantar retrasar exceso demasiado demasiada sobredosis extra doble rinon "
        "rinones renal higado ninos nino ninas bebe embarazada resurta farmaceutico expertos frasco frascos "
        "ampolla ampollas jeringa bolsa cuesta respectivamente"
    ),
}
NEGATIONS = {
    "en": _set(
        "not never no without nor cannot avoid stop don't doesn't isn't aren't won't can't shouldn't didn't neither"
    ),
    "es": _set("no nunca sin tampoco ni evite jamas deje"),
}
CONDITIONS = {"en": _set("if unless whether until"), "es": _set("si salvo")}
# Right before an amount or a time, these make a limit of it.
LIMITS = {
    "en": (
        "up to", "at most",
        "more than", "less than", "at least", "maximum", "max", "maximum of", "over", "under", "above", "below",
        "within", "limit of", "limit is", "before", "after", "in total", "total of", "exceed", "exceeds", "than",
        "more often than", "less often than", "fewer than",
    ),
    "es": (
        "hasta", "maximo", "maximo de", "mas de", "menos de", "al menos", "por lo menos", "como maximo", "como minimo",
        "superior a", "inferior a", "limite de", "total de", "supere", "superar", "antes de", "despues de", "dentro de",
    ),
}  # fmt: skip
# A name after one of these is only compared with.
COMPARED = {
    "en": (
        "unlike",
        "than",
        "instead of",
        "rather than",
        "compared with",
        "compared to",
        "like",
        "replaces",
        "replace",
    ),
    "es": (
        "a diferencia de",
        "a diferencia del",
        "en lugar de",
        "en lugar del",
        "en vez de",
        "en vez del",
        "comparado con",
    ),
}
# After a time word that is an adjective, these are what happens so often: "daily life".
AFTER_ADJECTIVE = {
    "en": _set("life living activities activity routine routines tasks dose doses limit maximum total basis"),
    "es": _set("vida actividades actividad rutina tareas dosis maximo maxima limite total"),
}
# What a drug may be for besides what the library says; a sentence that names one is about that.
PURPOSES = {
    "en": (
        "osteoporosis", "early breast cancer", "high calcium", "hypercalcemia", "myeloma", "paget", "arthritis", "psoriasis",
        "migraine", "giant cell tumor", "other conditions", "other diseases", "weak bones", "bone loss", "stomach cancer",
        "another brand", "different brand", "other brands", "fever", "heart",
    ),
    "es": (
        "osteoporosis", "cancer de mama temprano", "calcio alto", "hipercalcemia", "mieloma", "paget", "artritis", "psoriasis",
        "migrana", "otras enfermedades", "huesos debiles", "perdida de hueso", "cancer de estomago",
        "otra marca", "marca distinta", "otras marcas",
        "fiebre", "corazon",
    ),
}  # fmt: skip
STUDIES = {
    "en": _set("study studies studied trial trials researchers participants compared"),
    "es": _set("estudio estudios ensayo ensayos investigadores participantes compararon"),
}
HISTORY_PHRASES = {"en": ("used to be", "used to get", "used to take"), "es": ("antes se",)}
READER = {"en": _set("you your"), "es": _set("usted su sus le")}
JOINING = frozenset({",", "and", "or", "y", "o", "e", "u", "&", "/", "(", ")", "the", "el", "la"})
CLAUSE_ENDS = {
    "en": frozenset({",", ";", ":", "–", "—", "(", ")", "but", "and", "while", "whereas", "or", "which", "who"}),
    "es": frozenset({",", ";", ":", "–", "—", "(", ")", "pero", "y", "mientras", "que", "o"}),
}
# "60 mg of denosumab": what follows these words is what the amount is of.
OF = {"en": frozenset({"of"}), "es": frozenset({"de", "del"})}
OF_IT = {
    "en": _set("it this the your that these medicine drug treatment each one body weight"),
    "es": _set("este esta el la su cada medicamento tratamiento peso inicio una"),
}
