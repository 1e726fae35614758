"""The words of Word files in French, by the English ones."""

FRENCH = {
    "Challenge": "Problème",
    "Solution": "Solution",
    "How it was carried out": "Comment elle a été mise en œuvre",
    "Results": "Résultats",
    "What did not work": "Ce qui n’a pas marché",
    "Lessons": "Enseignements",
    "Conditions for replication": "Conditions de transposition",
    "Cost and resources": "Coûts et ressources",
    "Contact": "Contact",
    "Title": "Titre",
    "Summary": "Résumé",
    "Facts": "Renseignements",
    "Country": "Pays",
    "Institution": "Institution",
    "Programme": "Programme",
    "Begun": "Début",
    "Topics": "Thèmes",
    "Sources": "Sources",
    "Figures": "Chiffres",
    "Pictures": "Images",
    "Files": "Fichiers",
    "Note on the beginning": "Note sur le début",
    "Note on the record": "Note sur la fiche",
    "Nothing is written here yet.": "Rien n’est encore écrit ici.",
    "not stated yet": "pas encore indiqué",
    "Draft, not endorsed": "Projet, non approuvé",
    "Endorsed, not published yet": "Approuvé, pas encore publié",
    "published": "Publié",
    "declined": "Refusé",
    "No. %(number)s": "N° %(number)s",
    "page %(page)s of %(pages)s": "page %(page)s sur %(pages)s",
    "no credit": "sans crédit",
    "Write under each heading, in the white lines. The grey lines explain, and are not taken over. Leave out what you "
    "do not know yet, and keep the headings as they are: by them each text finds its place.": (
        "Écrivez sous chaque titre, dans les lignes blanches. Les lignes grises expliquent et ne sont pas reprises. "
        "Laissez ce que vous ne savez pas encore, et gardez les titres tels quels : ils donnent sa place à chaque "
        "texte."
    ),
    "What you know of the facts. In the editor they are chosen from lists.": (
        "Ce que vous savez des renseignements. Dans l’éditeur, ils sont choisis dans des listes."
    ),
    "What it does, then its name: “One-stop service centre model: ASAN xidmət”.": (
        "Ce qu’elle fait, puis son nom : « Modèle de guichet unique : ASAN xidmət »."
    ),
    "Two or three sentences that stand alone in lists, at most 1000 characters. Needed even in a draft.": (
        "Deux ou trois phrases qui se comprennent seules dans les listes, 1000 caractères au plus. Requises même "
        "dans un projet."
    ),
    "What was wrong before, and for whom. “People could be served only where they were registered.”": (
        "Ce qui n’allait pas avant, et pour qui. « On n’était servi que là où l’on était inscrit. »"
    ),
    "What was done about it. “One building, common standards; the ministries keep their services.”": (
        "Ce qui a été fait. « Un seul bâtiment, des normes communes ; les ministères gardent leurs services. »"
    ),
    "Steps, partners, legal acts, time. “Decree in July 2012; first centre after five months.”": (
        "Étapes, partenaires, actes juridiques, durée. « Décret en juillet 2012 ; premier centre après cinq mois. »"
    ),
    "What changed. Numbers belong into the figures, each with its source.": (
        "Ce qui a changé. Les nombres vont dans les chiffres, chacun avec sa source."
    ),
    "What was tried and given up. “Evening hours were dropped: nobody came after eight.”": (
        "Ce qui a été essayé puis abandonné. « Les soirées ont été supprimées : personne ne venait après huit heures. »"
    ),
    "What you would tell a colleague who is about to begin. “Keep the host apart from the providers.”": (
        "Ce que vous diriez à un collègue qui va commencer. « Séparez l’hôte des prestataires. »"
    ),
    "What must be there before it can work elsewhere. “A body with power over the ministries.”": (
        "Ce qu’il faut avant que cela marche ailleurs. « Un organisme qui a autorité sur les ministères. »"
    ),
    "Money, people, premises, systems, with the year. “Two buses, 14 staff, from the agency's own budget.”": (
        "Argent, personnel, locaux, systèmes, avec l’année. « Deux bus, 14 agents, sur le budget de l’agence. »"
    ),
    "An office, not a person. “International relations department, with its e-mail address.”": (
        "Un service, pas une personne. « Département des relations internationales, avec son adresse électronique. »"
    ),
}
