"""Words that must meet in a search, and words that must not, as readers of each language would say."""

from __future__ import annotations

MEET = {
    "az": """
        xidmət xidmətlər | xidmət XİDMƏT | xidmət xidmətləri | xidmət xidmətindən | xidmətə xidmətlərimizin |
        kitab kitabın | kitab kitaba | kitab kitabı | kitab kitabda | kitab kitabdan | kitablar kitablardakı |
        ölkə ölkənin | ölkə ölkəyə | ölkə ölkəni | ölkə ölkədə | ölkə ölkədən | ölkə ölkələr | ölkəsi ölkələrində |
        ana anası | ana anasının | ata atanın | ata atalar | dil dilin | dil dili | dil dillər | əl əlin | il ilin |
        il illər | su suyu | su sular | baş başı | baş başında | qan qanı | at atlar | göz gözü | söz sözün |
        yol yollar | ad adı | ad adlar | iş işin | iş işlər | ev evin | ev evlərində | gün günlər | üz üzü |
        uşaq uşağı | uşaq uşağın | uşaq uşaqlar | otaq otağında | çörək çörəyi | çörək çörəyə | çörək çörəklər |
        kömək köməyə | ürək ürəyin | nazirlik nazirliyi | nazirlik nazirliyinin | nazirliyə nazirliklər |
        agentlik agentliyin | əməkdaşlıq əməkdaşlığı | əməkdaşlıq əməkdaşlığa | şəffaflıq şəffaflığın |
        sürücülük sürücülüyü | insan insanın | insan insanlar | insan insana | qanun qanunu | qanun qanunun |
        qanun qanunlara | qanun qanununda | vətən vətəni | fərman fərmanı | fərman fərmana | məkan məkandan |
        ünvan ünvanına | qadın qadının | qadın qadınlara | imkan imkanlarının | zaman zamanı | orqan orqanları |
        plan planın | əsas əsası | əsas əsasında | proses prosesin | proses prosesi | ofis ofisinin |
        servis servisi | biznes biznesə | saziş sazişi | saziş sazişinin | giriş girişi | ödəniş ödənişləri |
        gəliş gəlişində | görüş görüşünün | işçi işçisi | işçi işçilərin | sürücü sürücüsü | sorğu sorğusu |
        ərazi ərazisində | əhali əhalisinin | könüllü könüllüsü | fikir fikri | fikir fikrində | şəkil şəklin |
        ömür ömrünü | nəsil nəsli | qisim qisminin | idarə idarəsi | idarə idarələrin | müəssisə müəssisəsində |
        müəssisə müəssisələr | layihə layihəsinin | təcrübə təcrübələri | nəticə nəticəsində | vəsiqə vəsiqəsini |
        şəbəkə şəbəkəsi | mərhələ mərhələdə | məsələ məsələlər | texnologiya texnologiyaları |
        innovasiya innovasiyanın | assosiasiya assosiasiyasının | platforma platformaya | sistem sistemə |
        sistem sistemin | proqram proqramı | proqram proqrama | təlim təlimə | təlim təlimlər | mərkəz mərkəzi |
        mərkəz mərkəzindən | mərkəz mərkəzlərdəki | mərkəzdir mərkəzin | dövlət dövlətlər | dövlət dövlətə |
        hökumət hökumətin | vətəndaş vətəndaşların | məlumat məlumatı | məlumat məlumatlar | sənəd sənədlərin |
        sənəd sənədi | bakı bakının | bakı bakıda | azərbaycan azərbaycanın | azərbaycan azərbaycanda |
        azərbaycan azərbaycana | pakistan pakistanın | türkiyə türkiyənin | türkiyə türkiyədə |
        indoneziya indoneziyada | gəncə gəncənin | naxçıvan naxçıvanın | naxçıvan naxçıvanda | berlin berlində |
        İstanbul istanbulda | dekabr dekabrınadək | yanvar yanvarında | rayon rayonun | rayon rayonlarda |
        region regionu | milyon milyona | məqsəd məqsədlə | vasitə vasitəsilə | ölkə ölkəmiz | ölkə ölkəmizin |
        müraciət müraciətiniz | qərar qərarımızın | qiymətləndirmə qiymətləndirmək |
        qiymətləndirmə qiymətləndirilməsi | açılış açılışında | yaradılma yaradılması | yaradılıb yaradılmışdır |
        göstərmək göstərir | göstərən göstərdiyi | keçirilən keçirilmişdir | verilmə verilməsi | vermək verməyə |
        yoxlama yoxlamalar | rəqəmsallaşma rəqəmsallaşmanın | asan ASAN'ın | asan ASAN-ın | məlumat mə'lumat |
        bmt BMT-nin | 2012 2012-ci | xidmət хидмәт | xidmətlər хидмәтләри
    """,
    "tr": """
        hizmet hizmetler | hizmet HİZMET | hizmet hizmetleri | hizmet hizmetinden | hizmet hizmetlerinin |
        öğrenci öğrenciler | öğrenci ogrencilerin | öğrenci ogrenci | gösteriş gosteris | ışık ışıklar |
        ışık isiklar | IŞIK ışık | vatandaş vatandaşlar | vatandaş vatandasların | kitap kitabı | kitap kitaplar |
        ağaç ağacı | çocuk çocuğu | çocuk cocuklar | merkez merkezi | merkez merkezlerinden | devlet devletin |
        kurum kurumlar | kurum kurumun | başvuru başvurular | başvuru başvurusu | belge belgeler | belge belgenin |
        kamu kamunun | bakanlık bakanlığı | bakanlık bakanlıklar | bakanlık bakanligi | ülke ülkeler | ülke ülkenin |
        ülke ulkeler | şehir şehirler | belge belgesi | ülke ülkesi | ülke ülkeyi | proje projesi |
        politika politikalar | politika politikası | devlet devlete | hizmet hizmette | kanun kanunu |
        kanun kanunlar | üye üyesi | üye üyeler | veri verisi | veri verileri | toplantı toplantısı |
        anlaşma anlaşması | anlaşma anlaşmalar | uygulama uygulamaları | yönetim yönetimi | eğitim eğitimler |
        kuruluş kuruluşu | giriş girişi | şehir şehri | vatandaş vatandaşı | insan insanın | zaman zamanı |
        plan planı | sistem sisteme | program programı | renk rengi | değerlendirme değerlendirilmesi |
        tarih tarihte | merkez merkezdeki | belge belgeyle | su suyu | olay olayı | Türkiye Türkiye'nin |
        Ankara Ankara'da | İstanbul istanbul | tarih tarihinde
    """,
    "en": """
        service services | service SERVICE | agency agencies | country countries | public Public | citizen citizens |
        member members | member Member's | office offices | official officials | organisation organization |
        centre center | centre centres | centers centre | programme program | programmes programs |
        digitise digitizing | government governments | govern governing | signed signing | meeting meetings |
        policy policies | adopted adopting | naïve naive | state state’s
    """,
    "fr": """
        publié publiées | publié publie | publiées publiees | service services | pays PAYS | école écoles |
        ecole école | numérique numériques | numerique numérique | administratif administrative |
        administration l'administration | citoyen citoyens | citoyenne citoyennes | État l’État | état etats |
        gouvernement gouvernements | cœur coeur | accord accords | accord d'accord | signé signée | membre membres |
        qualité qualite | réunion réunions | ministère ministères | français francais
    """,
    "ru": """
        услуга услуги | услуга услугами | услуга услуг | УСЛУГА услуга | центр центры | центр центров |
        центр центрами | государство государства | государство государством | государственный государственных |
        страна страны | страна странам | гражданин гражданина | документ документы | документ документов |
        министерство министерства | Ёлка елка | агентство агентства | соглашение соглашения | соглашение соглашений |
        город города | заявление заявления | республика республики | опыт опыта
    """,
    "ar": """
        خدمة خدمات | خدمة الخدمة | خدمة الخدمات | خدمة والخدمات | خدمة للخدمات | خدمة خدمه | خدمة خِدْمَة |
        خدمات خـدمات | مواطن مواطنين | مواطن المواطنون | مواطن للمواطنين | إدارة ادارة | إدارة الإدارات | أفضل افضل |
        حكومة الحكومة | حكومة حكومات | مركز المركز | مركز مراكز | مركز المراكز | وزارة الوزارة | وزارة الوزارات |
        وزير الوزير | قانون القانون | قانون القوانين | دولة الدولة | اتفاقية الاتفاقيات | مؤسسة مؤسسات |
        مؤسسة والمؤسسات | برنامج البرامج | کتاب كتاب | أذربيجان اذربيجان | تعاون التعاون | إيران ايران
    """,
    "id": """
        layanan pelayanan | layanan melayani | layanan dilayani | layanan layanannya | Layanan LAYANAN |
        warga warganya | negara negaranya | negara kenegaraan | masyarakat bermasyarakat | pusat memusatkan |
        daerah kedaerahan | buku bukunya | buku bukuku | ajar pelajaran | ajar mengajar | kerja bekerja |
        kerja pekerjaan | baca membaca | kota kotanya | kantor kantornya | dokumen dokumennya
    """,
}

APART = {
    "az": """
        ad adam | ad ada | ad ata | dil dilim | dil dilçi | əl əlil | əl əla | əl əlli | il ildırım | il ilğım |
        göz gözəl | göz gözlük | su sual | su surə | baş başqa | baş başla | qan qanun | qan qanad | at ata |
        at atəş | ana an | ana anbar | iş işıq | iş işarə | üz üzük | üz üzüm | yol yoldaş | söz sözlük | gün günəş |
        gün günah | ev evli | qar qara | qar qarğa | sır sıra | arx arxa | may maya | qal qala | yar yara |
        bir birja | bir birlik | on onlayn | ay ayaq | ay ayran | nazir nazirlik | agent agentlik | vəkil vəkalət |
        dost dostluq | vətən vətəndaş | insan insaf | kitab kitabxana | məlum məlumat | rəqəm rəqəmsal | hiss hissə |
        dair dairə | dəqiq dəqiqə | tələb tələbə | türk türkiyə | bin bina | əsas əsər | əsas əsarət | şəhər şəhid |
        tərk tərkib | tədris tədbir | təsdiq təsnif | qanun qanunvericilik | müdir müdafiə | gənc gəncə |
        sahə sahil | ölkə ölüm | məktəb məktub | mərkəz mərəkə | hökm hökumət | hüquq hüdud | idarə iradə |
        vəsait vasitə | dövlət dövrə | kömək kömür | qapı qapaq | saz saziş | say sayt | elm elan | xidmət xidmətçi |
        təlim təlimat | qəbul qəbilə | uşaq uşaqlıq | nümunə nömrə | alma almaz | plan planet | orqan orqanizm |
        imkan imkansız | məkan məkrli
    """,
    "tr": """
        ad adam | hizmet hizip | göz güzel | su sual | baş başka | il ilk | el elma | at ateş | gün güneş |
        kan kanun | merkez merak | devlet dernek | kitap kitabe | kurum kural | belge bölge | ülke ülkü | yol yolcu |
        bakan bakanlık | vatan vatandaş | öğrenci öğretmen | şehir şehit
    """,
    "en": """
        public publisher | agency agent | member memory | state statue | policy police | organ organisation |
        universe university | office offer | country county | service server | general generous | meet metal |
        centre century | party part | minister ministry | nation native | adopt adapt
    """,
    "fr": """
        service serveur | pays paysan | état étage | accord accordéon | membre mémoire | école écologie |
        public publicité | ministre ministère | citoyen cité | numérique numéro | pays page | ville village |
        droit adroit | réunion réussite | signé signal | qualité quantité | bureau buraliste | charte carte
    """,
    "ru": """
        министр министерство | агент агентство | город огород | страна сторона | центр цент | опыт опыление |
        право правда | государь государство | документ доцент | услуга услада | закон законченный | мир мера |
        совет советчик | гражданин граница | член членство | республика публика
    """,
    "ar": """
        وزير وزارة | خدمة خادم | مركز ركن | قانون قناة | تعاون عون | حكومة حكمة | عضو عضلة | دولة دور | مواطن وطن |
        مدينة دين | وثيقة ثقة | كتاب كاتب | إدارة دار | تقرير قرار | مؤتمر أمر | اتفاق نفق
    """,
    "id": """
        layanan lawan | warga harga | negara negeri | pusat puas | kota kotak | daerah darah | buku bukit |
        kantor kantong | dokumen dokter | kerja keras | ajar jarak | tulis tuli | baca bacang | pemerintah merah |
        rakyat rapat | hukum hutan | desa desak
    """,
}


def pairs(table: dict[str, str]) -> list[tuple[str, str, str]]:
    """The pairs of a table, each behind its language."""
    found = []
    for language, listed in table.items():
        for pair in listed.split("|"):
            one, other = pair.split()
            found.append((language, one, other))
    return found
