"""Words that say nothing by themselves: and, of, bu, ilə, и, في."""

from __future__ import annotations

from search.folding import fold

_WORDS = {
    "en": """
        a about after all also an and any are as at be been but by can do for from had has have he how i if in into
        is it its more no not of on or our she so such than that the their them then there these they this to was we
        were what when where which who will with would you your
    """,
    "az": """
        amma ancaq artiq bele beleki bir biz bu buna bunlar bunu bunun ci cu da daha de deyil den dir e ele en gore
        hansi hec hem hemcinin her hetta ile ise idi indi kimi ki lakin lap men ne nece o ol olan olaraq oldugu olmaq
        olub olunan olunur olur ona onda ondan onlar onlarin onu onun oz ozu qeder siz sonra ucun uzre ve vardir
        var ya yaxud yeni yox
    """,
    "tr": """
        acaba ama ancak bazi ben bir biri biz bu bunlar bunu bunun cok cunku da daha de diye en gibi gore hem hep hic
        icin ile ise kadar ki kim mi mu nasil ne neden nerede o olan olarak oldugu olup ona onda onlar onu onun sey
        siz tum ve veya ya yani
    """,
    "ar": """
        في من على الى عن مع هذا هذه ذلك تلك هو هي هم ان كان كانت او و ثم لا ما لم لن قد كل بعض بين بعد قبل عند التي
        الذي الذين حيث كما اذا اي غير منذ خلال حتي به له لها فيها فيه منها عليها
    """,
    "ru": """
        а без был была были было быть в вам вас во все всех вы где да для до его ее если есть еще же за и из или им
        их к как ко когда кто ли между мы на над не него нее нет но о об он она они оно от по под при с со так также
        то того только у что чтобы это этого этой этот я
    """,
    "fr": """
        a au aux avec ce ces cette comme d dans de des du elle elles en est et etre il ils je l la le les leur leurs
        lui mais ne nos notre nous on ont ou par pas plus pour qu que qui sa sans se ses si son sont sur un une vos
        votre vous y
    """,
    "id": """
        ada adalah agar akan antara apa atau bagi bahwa banyak dalam dan dari dengan di dia dapat hanya harus ia ini
        itu jika juga kami karena ke kepada kita lebih mereka oleh pada para saat saya sebagai secara seperti serta
        sudah tersebut tetapi tidak untuk yaitu yang
    """,
}
STOP_WORDS = {language: frozenset(map(fold, words.split())) for language, words in _WORDS.items()}
