"""The words of Word files in Russian, by the English ones."""

RUSSIAN = {
    "Challenge": "Проблема",
    "Solution": "Решение",
    "How it was carried out": "Как это было осуществлено",
    "Results": "Результаты",
    "What did not work": "Что не получилось",
    "Lessons": "Уроки",
    "Conditions for replication": "Условия применения в другом месте",
    "Cost and resources": "Затраты и ресурсы",
    "Contact": "Контакт",
    "Title": "Название",
    "Summary": "Краткое содержание",
    "Facts": "Сведения",
    "Country": "Страна",
    "Institution": "Учреждение",
    "Programme": "Программа",
    "Begun": "Начало",
    "Topics": "Темы",
    "Sources": "Источники",
    "Figures": "Показатели",
    "Pictures": "Изображения",
    "Files": "Файлы",
    "Note on the beginning": "Примечание о начале",
    "Note on the record": "Примечание к записи",
    "Nothing is written here yet.": "Здесь пока ничего не написано.",
    "not stated yet": "пока не указано",
    "Draft, not endorsed": "Проект, не одобрено",
    "Endorsed, not published yet": "Одобрено, ещё не опубликовано",
    "published": "Опубликовано",
    "declined": "Отклонено",
    "No. %(number)s": "№ %(number)s",
    "page %(page)s of %(pages)s": "страница %(page)s из %(pages)s",
    "no credit": "автор не указан",
    "Write under each heading, in the white lines. The grey lines explain, and are not taken over. Leave out what you "
    "do not know yet, and keep the headings as they are: by them each text finds its place.": (
        "Пишите под каждым заголовком, в белых строках. Серые строки поясняют и не переносятся. Пропустите то, "
        "чего пока не знаете, и не меняйте заголовки: по ним каждый текст находит своё место."
    ),
    "What you know of the facts. In the editor they are chosen from lists.": (
        "Что вам известно из сведений. В редакторе они выбираются из списков."
    ),
    "What it does, then its name: “One-stop service centre model: ASAN xidmət”.": (
        "Что она делает, затем её имя: «Модель центра услуг одного окна: ASAN xidmət»."
    ),
    "Two or three sentences that stand alone in lists, at most 1000 characters. Needed even in a draft.": (
        "Два-три предложения, понятные сами по себе в списках, не более 1000 знаков. Нужны даже в черновике."
    ),
    "What was wrong before, and for whom. “People could be served only where they were registered.”": (
        "Что было не так раньше и для кого. «Людей обслуживали только по месту регистрации.»"
    ),
    "What was done about it. “One building, common standards; the ministries keep their services.”": (
        "Что было сделано. «Одно здание, общие стандарты; министерства сохраняют свои услуги.»"
    ),
    "Steps, partners, legal acts, time. “Decree in July 2012; first centre after five months.”": (
        "Шаги, партнёры, правовые акты, время. «Указ в июле 2012 года; первый центр через пять месяцев.»"
    ),
    "What changed. Numbers belong into the figures, each with its source.": (
        "Что изменилось. Числам место в показателях, каждому со своим источником."
    ),
    "What was tried and given up. “Evening hours were dropped: nobody came after eight.”": (
        "Что пробовали и оставили. «От вечерних часов отказались: после восьми никто не приходил.»"
    ),
    "What you would tell a colleague who is about to begin. “Keep the host apart from the providers.”": (
        "Что вы сказали бы коллеге, который собирается начать. «Отделите хозяина от поставщиков услуг.»"
    ),
    "What must be there before it can work elsewhere. “A body with power over the ministries.”": (
        "Что должно быть, чтобы это сработало в другом месте. «Орган с полномочиями над министерствами.»"
    ),
    "Money, people, premises, systems, with the year. “Two buses, 14 staff, from the agency's own budget.”": (
        "Деньги, люди, помещения, системы, с указанием года. «Два автобуса, 14 сотрудников, из бюджета агентства.»"
    ),
    "An office, not a person. “International relations department, with its e-mail address.”": (
        "Подразделение, а не человек. «Отдел международных отношений с адресом электронной почты.»"
    ),
}
