"""Words at which the rule of Azerbaijani suffixes stops, in folded spelling.

Only words that the rule would otherwise cut, take for another word or find too short. A word that it leaves alone by
itself does not belong here; a word that it cuts the same way in all its forms need not be here either.
"""

from __future__ import annotations

# Short ones, whose forms are met every day: il → ilin, su → suyu, iş → işə.
SHORT = """
    ab ac ad ag ah an at av ay az el en er et ev ic it il ip is iz od on ot oz su uc un ut uz ana ata ada ara alt arx
    bag bas bel bes bey bir boy boz bol bul buz cay cib cin cox dag das dil din dis dost duz elm esr uzv cek yag col
    goy diz veb emi fil fon genc goz gol gul gun guc hal haq hec hell hiss iqlim kef kim kok kol koy kul mal mis mum
    nov nur ora pay pul qab qan qar qas qaz qis qiz qol qul qum qus ray rey rol ruh sac sag sal say sel ses sey sir
    son soz sud suc tac tar tel toy top var vay xal xett yan yar yas yay yaz yel yem yer yol yox yuk yun zal zer
"""

# They end in a or ə of their own; without it they would be another word.
VOWEL = """
    qara qala qaya sira arxa maya para yara tara bura hara bina sahe sehife hisse kasa masa dava xala usta alma elma
    gence turkiye aile cumle tale sura dede nene baba bala lale ona buna sebeke daire deqiqe telebe numune icma menbe
    mense movqe menafe tovsiye terbiye tesfiye suriye kanada ruanda uqanda merhele mesele qebile vesile formula
"""

# They end in a high vowel of their own; without it they would be another word, or their -sı would be taken for -ış + ı.
HIGH = """
    baki seki qapi qati sari yeni iki yeddi alti ari quzu tulku kimi yari qarsi quyu yazi ehali musteri toplu konullu
    qonsu sayli sekilli duygu suru yuxari asagi ireli korpu ordu siyahi mahni qorxu deri dayi agri qirmizi
"""

# They end in n, which is theirs: insanın is insan + ın, where ölkənin is ölkə + nin.
N = """
    insan zaman ferman imkan mekan meydan beyan orqan plan ekran veten beden meden iran oman sudan liman iman divan
    can cavan dastan roman orman duman derman dovran heyvan qurban dukan unvan sultan tehran emman sirvan efqan alban
    aslan isan asan pasban dusmen cemen heman nisan qazan tavan yalan zengilan xezan butan balaban lenkeran yaman
    qanun mezmun qadin axin yaxin oyun boyun burun qoyun uzun butun temin zemin yeqin gelin metin sabun aydin yigin
    altun odun tutun berlin dublin putin benzin vitamin termin admin karantin magazin emin hemin iyun sogan okean
    domen mumkun ucun dolgun uygun yorgun ustun meskun keskin
"""

# They end in s or ş, which is theirs: əsası is əsas + ı, where ölkəsi is ölkə + si.
S = """
    esas proses ofis servis polis biznes status virus kampus bonus konqres meclis nefes heves miras iflas ixtisas
    temas iqtibas atlas kompas ekspres kosmos avtobus trolleybus libas tennis abbas ilyas polius ulus sazis kecis
    gecis secis gunes yanasi savas yavas bagdas telas maas tesebbus iclas mutexessis reis merakes miqyas qiyas ehtiras
    iltimas qisas qefes tesis hedis nufus namus casus xususi konsensus fokus teftis yagis alqis ucus gumus yemis qamis
    tesvis
"""

# They end in k, which softens: çörəyə is çörək + ə, where ölkəyə is ölkə + yə.
K = """
    corek comek komek urek inek gerek yemek emek destek bezek ornek istek ipek kulek koynek cicek dernek yuksek melek
    gelecek bocek gomruk pisik fabrik texnik qrafik sumuk bilek direk elek kurek tufek boyuk kicik bilik cekic
"""

# They end in d, which is theirs: sənədə is sənəd + ə, where ölkədə is ölkə + də.
D = """
    sened meqsed etimad qeyd kend fond vahid tenqid tehdid tecrid ovlad mescid inad istinad brend trend stend fesad
    murad imdad ecdad eqd nezd ferd merd serhed umid iqtisad polad zavod metod sagird arvad bulud sud
"""

# They look as if they ended in a case, a plural, a copula or a verb.
WHOLE = """
    adam dollar seher neher sedr mudir nadir qadir teqdir kadr barmaq ekmek deniz temiz yalniz ile olan eden sahil
    tehlil ildirim gozel sual elil basqa elli fayda qayda sevda feda perde icra haqda burada orada harada madde qaide
    sade ifade irade iade arzu vahid teskil tedbir tesir saray qalay tramvay muzey alay hefte sefer terkib tertib
    xerite basla isle deyil avtomobil kassa kassir muasir muhasib
"""

# A vowel that falls out before a suffix comes back: fikri → fikir.
FALLEN = {
    "fikr": "fikir", "sekl": "sekil", "nesl": "nesil", "omr": "omur", "ogl": "ogul", "ism": "isim", "qism": "qisim",
    "agz": "agiz", "burn": "burun", "boyn": "boyun", "aln": "alin", "konl": "konul", "izn": "izin", "cism": "cisim",
    "sinf": "sinif", "qebr": "qebir", "zehn": "zehin", "sehr": "sehir", "agl": "agil", "sebr": "sebir", "etr": "etir",
    "setr": "setir", "xeyr": "xeyir", "beyn": "beyin", "meyl": "meyil", "haqq": "haq",
}  # fmt: skip

ROOTS = frozenset(" ".join((SHORT, VOWEL, HIGH, N, S, K, D, WHOLE)).split()) | frozenset(FALLEN.values())
