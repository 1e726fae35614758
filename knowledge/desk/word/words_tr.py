"""The words of Word files in Turkish, by the English ones."""

TURKISH = {
    "Challenge": "Sorun",
    "Solution": "Çözüm",
    "How it was carried out": "Nasıl uygulandı",
    "Results": "Sonuçlar",
    "What did not work": "Neler işe yaramadı",
    "Lessons": "Çıkarılan dersler",
    "Conditions for replication": "Başka yerde uygulama koşulları",
    "Cost and resources": "Maliyet ve kaynaklar",
    "Contact": "İletişim",
    "Title": "Başlık",
    "Summary": "Özet",
    "Facts": "Bilgiler",
    "Country": "Ülke",
    "Institution": "Kurum",
    "Programme": "Program",
    "Begun": "Başlangıç",
    "Topics": "Konular",
    "Sources": "Kaynakça",
    "Figures": "Rakamlar",
    "Pictures": "Görseller",
    "Files": "Dosyalar",
    "Note on the beginning": "Başlangıca ilişkin not",
    "Note on the record": "Kayda ilişkin not",
    "Nothing is written here yet.": "Burada henüz bir şey yazılmadı.",
    "not stated yet": "henüz belirtilmedi",
    "Draft, not endorsed": "Taslak, onaylanmadı",
    "Endorsed, not published yet": "Onaylandı, henüz yayımlanmadı",
    "published": "Yayımlandı",
    "declined": "Reddedildi",
    "No. %(number)s": "No. %(number)s",
    "page %(page)s of %(pages)s": "sayfa %(page)s / %(pages)s",
    "no credit": "kaynağı belirtilmedi",
    "Write under each heading, in the white lines. The grey lines explain, and are not taken over. Leave out what you "
    "do not know yet, and keep the headings as they are: by them each text finds its place.": (
        "Her başlığın altına, beyaz satırlara yazın. Gri satırlar açıklamadır ve aktarılmaz. Henüz "
        "bilmediklerinizi boş bırakın ve başlıkları değiştirmeyin: her metin yerini onlarla bulur."
    ),
    "What you know of the facts. In the editor they are chosen from lists.": (
        "Bildiğiniz bilgiler. Düzenleyicide bunlar listelerden seçilir."
    ),
    "What it does, then its name: “One-stop service centre model: ASAN xidmət”.": (
        "Ne yaptığı, ardından adı: “Tek noktadan hizmet merkezi modeli: ASAN xidmət”."
    ),
    "Two or three sentences that stand alone in lists, at most 1000 characters. Needed even in a draft.": (
        "Listelerde tek başına anlaşılan iki üç cümle, en fazla 1000 karakter. Taslakta da gereklidir."
    ),
    "What was wrong before, and for whom. “People could be served only where they were registered.”": (
        "Önceden sorun neydi ve kimin içindi. “İnsanlar yalnızca kayıtlı oldukları yerde hizmet alabiliyordu.”"
    ),
    "What was done about it. “One building, common standards; the ministries keep their services.”": (
        "Bunun için ne yapıldı. “Tek bina, ortak standartlar; bakanlıklar hizmetlerini kendileri yürütür.”"
    ),
    "Steps, partners, legal acts, time. “Decree in July 2012; first centre after five months.”": (
        "Adımlar, ortaklar, hukuki düzenlemeler, süre. “Temmuz 2012'de kararname; beş ay sonra ilk merkez.”"
    ),
    "What changed. Numbers belong into the figures, each with its source.": (
        "Ne değişti. Sayıların yeri rakamlar bölümüdür, her biri kaynağıyla."
    ),
    "What was tried and given up. “Evening hours were dropped: nobody came after eight.”": (
        "Ne denendi ve bırakıldı. “Akşam saatleri kaldırıldı: sekizden sonra kimse gelmedi.”"
    ),
    "What you would tell a colleague who is about to begin. “Keep the host apart from the providers.”": (
        "Başlamak üzere olan bir meslektaşınıza ne derdiniz. “Ev sahibini hizmet sağlayıcılardan ayrı tutun.”"
    ),
    "What must be there before it can work elsewhere. “A body with power over the ministries.”": (
        "Başka yerde işlemesi için önce ne olmalı. “Bakanlıklar üzerinde yetkisi olan bir kurum.”"
    ),
    "Money, people, premises, systems, with the year. “Two buses, 14 staff, from the agency's own budget.”": (
        "Para, insan, mekân, sistemler; yılıyla birlikte. “İki otobüs, 14 çalışan, kurumun kendi bütçesinden.”"
    ),
    "An office, not a person. “International relations department, with its e-mail address.”": (
        "Bir kişi değil, bir birim. “Uluslararası ilişkiler dairesi, e-posta adresiyle.”"
    ),
}
