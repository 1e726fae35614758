"""The forms of Azerbaijani nouns, spelled as the grammar says: plural, possessives, cases, with all their letters."""

from __future__ import annotations

from collections.abc import Iterator

_NOUNS = """
    xidmət dövlət hökumət ölkə idarə müəssisə layihə təcrübə nəticə vəsiqə şəbəkə mərhələ məsələ nazirlik agentlik
    əməkdaşlıq şəffaflıq uşaq otaq çörək kömək insan qanun vətən fərman məkan ünvan qadın imkan zaman orqan əsas
    proses ofis servis biznes saziş giriş ödəniş görüş işçi sürücü sorğu ərazi əhali könüllü idarəetmə qiymətləndirmə
    sistem proqram təlim mərkəz vətəndaş əməkdaş məlumat sənəd məqsəd qərar müraciət kitab məktəb şəhər kənd rayon
    region texnologiya innovasiya assosiasiya platforma konfrans komissiya nümayəndə sədr üzv iclas qurum təşkilat
    hüquq vəzifə məsuliyyət büdcə vergi gömrük sərhəd miqrasiya notariat torpaq ev il dil gün iş yol ad baş qan at göz
    ana ata universitet müəllim tələbə həkim xəstəxana sahibkar müqavilə razılaşma memorandum nizamnamə bəyannamə
    iştirakçı tərəfdaş konsepsiya strategiya portal sayt telefon kompüter avtobus qatar hava dəniz dağ çay ağac gül
    quş it pişik inək toyuq bulaq yarpaq balıq şəkil fikir nəsil siyasət iqtisadiyyat mədəniyyət təhsil səhiyyə ailə
    uşaqlıq qocalıq sakin müştəri operator ekspert mütəxəssis hesabat göstərici meyar standart keyfiyyət səviyyə
    məmnunluq şikayət təklif rəy sual cavab problem həll yanaşma üsul vasitə alət model nümunə təşəbbüs mükafat
    müsabiqə hədəf plan tədbir görüşmə səfər çıxış açılış bina pəncərə növbə bank ödəmə kart pul qiymət rüsum cərimə
    körpü qapı siyahı arzu duyğu quyu ordu enerji xərc bazar mal ticarət ixrac idxal sığorta kredit əmanət gəlir rəis
    müdir katib hakim vəkil azərbaycan pakistan türkiyə özbəkistan gürcüstan indoneziya bakı gəncə naxçıvan uqanda
    mərakeş mövzu təqvim bölmə şöbə filial ştat vakansiya müsahibə imtahan diplom sertifikat lisenziya icazə qeydiyyat
    arxiv reyestr kadastr ümid tənqid övlad məscid iqtisad inkişaf tərəqqi islahat dəyişiklik yenilik birlik
    bərabərlik ədalət azadlıq təhlükəsizlik müstəqillik cəmiyyət xalq millət respublika prezident parlament deputat
    seçki komitə şura məhkəmə prokuror polis əsgər general nəqliyyat dəmiryol liman tikinti mənzil kərpic daş qum qaz
    işıq neft kömür dəmir polad sənaye fabrik zavod emal məhsul ixracat mağaza satıcı alıcı kassa çek faktura hesab
    balans kapital səhm faiz depozit risk zərər mənfəət subsidiya qrant layihəçi mühəndis texnik fəhlə şagird sinif
    dərs kitabxana dəftər qələm lövhə alim elm tədqiqat laboratoriya nəzəriyyə metod analiz nəşr jurnal məqalə müəllif
    oxucu tərcümə lüğət söz cümlə hərf səs mahnı musiqi rəqs teatr film aktyor rejissor rəssam rəsm heykəl muzey sərgi
    festival bayram toy süfrə yemək qəhvə süd pendir yağ ət meyvə alma üzüm tərəvəz xiyar pomidor soğan kartof duz
    şəkər qab bıçaq çəngəl qaşıq stol stul mətbəx hamam divar tavan döşəmə pilləkən lift həyət bağ meşə çöl dərə təpə
    göl okean ada sahil çimərlik günəş ay ulduz göy bulud yağış külək ildırım mövsüm payız qış həftə saat dəqiqə
    saniyə əsr dövr tarix hadisə səbəb çətinlik uğur səhv bacarıq bilik xəyal qorxu sevgi nifrət dostluq düşmən qonşu
    ər arvad oğul qız qardaş bacı nənə baba dayı xala bibi dərman xəstəlik ağrı qulaq burun ağız diş boyun çiyin qol
    əl barmaq ürək ayaq diz dəri sümük rəng ağ qara qırmızı yaşıl sarı server proqramçı ekran klaviatura şifrə fayl
    qovluq internet veb domen xəta yenilənmə tətbiq istifadəçi statistika rəqəm cədvəl qrafik xəritə küçə prospekt
    meydan qəsəbə qitə dünya bayraq himn gerb pasport viza səfir konsul diplomat danışıq sülh müharibə silah
"""
NOUNS = _NOUNS.split()

# Forms that are words of their own: with, island, father.
HOMOGRAPHS = {"ilə", "ada", "ata"}

VOWELS = "aıoueəiöü"
_HIGH = {"a": "ı", "ı": "ı", "o": "u", "u": "u", "e": "i", "ə": "i", "i": "i", "ö": "ü", "ü": "ü"}


def _last_vowel(word: str) -> str:
    return next(letter for letter in reversed(word) if letter in VOWELS)


def attach(word: str, suffix: str) -> str:
    """Put a suffix behind a word, its ``A`` and ``H`` in harmony: attach("ölkə", "lAr") is ölkələr."""
    for letter in suffix:
        last = _last_vowel(word)
        word += {"A": "a" if last in "aıou" else "ə", "H": _HIGH[last]}.get(letter, letter)
    return word


def _softened(noun: str) -> str:
    """The stem before a vowel: k and q of longer words become y and ğ (uşaq, uşağı)."""
    if sum(letter in VOWELS for letter in noun) > 1 and noun[-1] in "kq" and noun[-2] in VOWELS:
        return noun[:-1] + {"k": "y", "q": "ğ"}[noun[-1]]
    return noun


def _cases(noun: str) -> Iterator[str]:
    vowel = noun[-1] in VOWELS
    before_vowel = noun if vowel else _softened(noun)
    yield attach(before_vowel, "nHn" if vowel else "Hn")
    yield attach(before_vowel, "yA" if vowel else "A")
    yield attach(before_vowel, "nH" if vowel else "H")
    yield attach(noun, "dA")
    yield attach(noun, "dAn")


def _possessed(noun: str) -> str:
    return attach(noun, "sH") if noun[-1] in VOWELS else attach(_softened(noun), "H")


def forms(noun: str) -> list[str]:
    """Return the noun and its forms: cases of the singular and plural, bare and possessed, ours, and *-dir*."""
    plural = attach(noun, "lAr")
    found = [noun, plural, attach(noun, "dHr"), *_cases(noun), *_cases(plural)]
    for possessed in (_possessed(noun), attach(plural, "H")):
        found.append(possessed)
        found += [attach(possessed, case) for case in ("nHn", "nA", "nH", "ndA", "ndAn", "ndAkH")]
    ours = attach(noun, "mHz") if noun[-1] in VOWELS else attach(_softened(noun), "HmHz")
    return [*found, ours, *_cases(ours)]
