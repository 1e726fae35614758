"""The words of Word files in Arabic, by the English ones."""

ARABIC = {
    "Challenge": "التحدي",
    "Solution": "الحل",
    "How it was carried out": "كيف نُفِّذ",
    "Results": "النتائج",
    "What did not work": "ما لم ينجح",
    "Lessons": "الدروس المستفادة",
    "Conditions for replication": "شروط التطبيق في مكان آخر",
    "Cost and resources": "التكلفة والموارد",
    "Contact": "جهة الاتصال",
    "Title": "العنوان",
    "Summary": "الملخص",
    "Facts": "البيانات",
    "Country": "البلد",
    "Institution": "المؤسسة",
    "Programme": "البرنامج",
    "Begun": "تاريخ البدء",
    "Topics": "المواضيع",
    "Sources": "المصادر",
    "Figures": "الأرقام",
    "Pictures": "الصور",
    "Files": "الملفات",
    "Note on the beginning": "ملاحظة على البداية",
    "Note on the record": "ملاحظة على السجل",
    "Nothing is written here yet.": "لم يُكتب شيء هنا بعد.",
    "not stated yet": "لم يُذكر بعد",
    "Draft, not endorsed": "مسودة غير معتمدة",
    "Endorsed, not published yet": "معتمد ولم يُنشر بعد",
    "published": "منشور",
    "declined": "مرفوض",
    "No. %(number)s": "رقم %(number)s",
    "page %(page)s of %(pages)s": "صفحة %(page)s من %(pages)s",
    "no credit": "دون ذكر صاحب الصورة",
    "Write under each heading, in the white lines. The grey lines explain, and are not taken over. Leave out what you "
    "do not know yet, and keep the headings as they are: by them each text finds its place.": (
        "اكتب تحت كل عنوان في السطور البيضاء. السطور الرمادية للشرح ولا تُنقل. اترك ما لا تعرفه بعد، وأبقِ "
        "العناوين كما هي: بها يجد كل نص مكانه."
    ),
    "What you know of the facts. In the editor they are chosen from lists.": (
        "ما تعرفه من البيانات. في المحرر تُختار من قوائم."
    ),
    "What it does, then its name: “One-stop service centre model: ASAN xidmət”.": (
        "ماذا تفعل الممارسة ثم اسمها: «نموذج مركز الخدمة الشاملة: ASAN xidmət»."
    ),
    "Two or three sentences that stand alone in lists, at most 1000 characters. Needed even in a draft.": (
        "جملتان أو ثلاث تُفهم وحدها في القوائم، بحد أقصى 1000 حرف. لازمة حتى في المسودة."
    ),
    "What was wrong before, and for whom. “People could be served only where they were registered.”": (
        "ما المشكلة التي كانت قائمة، ولمن. «كان الناس يُخدَمون فقط حيث هم مسجلون.»"
    ),
    "What was done about it. “One building, common standards; the ministries keep their services.”": (
        "ماذا فُعل حيالها. «مبنى واحد ومعايير مشتركة؛ وتحتفظ الوزارات بخدماتها.»"
    ),
    "Steps, partners, legal acts, time. “Decree in July 2012; first centre after five months.”": (
        "الخطوات والشركاء والنصوص القانونية والمدة. «مرسوم في يوليو 2012؛ وأول مركز بعد خمسة أشهر.»"
    ),
    "What changed. Numbers belong into the figures, each with its source.": (
        "ما الذي تغير. مكان الأعداد هو الأرقام، كل عدد مع مصدره."
    ),
    "What was tried and given up. “Evening hours were dropped: nobody came after eight.”": (
        "ما الذي جُرِّب ثم تُرك. «أُلغيت الساعات المسائية: لم يأتِ أحد بعد الثامنة.»"
    ),
    "What you would tell a colleague who is about to begin. “Keep the host apart from the providers.”": (
        "ما تقوله لزميل يوشك أن يبدأ. «افصل المضيف عن مقدمي الخدمات.»"
    ),
    "What must be there before it can work elsewhere. “A body with power over the ministries.”": (
        "ما يجب أن يتوفر قبل أن تنجح في مكان آخر. «جهة لها سلطة على الوزارات.»"
    ),
    "Money, people, premises, systems, with the year. “Two buses, 14 staff, from the agency's own budget.”": (
        "المال والموظفون والمباني والأنظمة، مع السنة. «حافلتان و14 موظفًا، من ميزانية الوكالة نفسها.»"
    ),
    "An office, not a person. “International relations department, with its e-mail address.”": (
        "إدارة لا شخص. «إدارة العلاقات الدولية، مع بريدها الإلكتروني.»"
    ),
}
