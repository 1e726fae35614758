"""The words of Word files in Indonesian, by the English ones."""

INDONESIAN = {
    "Challenge": "Tantangan",
    "Solution": "Solusi",
    "How it was carried out": "Cara pelaksanaan",
    "Results": "Hasil",
    "What did not work": "Yang tidak berhasil",
    "Lessons": "Pelajaran",
    "Conditions for replication": "Syarat penerapan di tempat lain",
    "Cost and resources": "Biaya dan sumber daya",
    "Contact": "Kontak",
    "Title": "Judul",
    "Summary": "Ringkasan",
    "Facts": "Data",
    "Country": "Negara",
    "Institution": "Lembaga",
    "Programme": "Program",
    "Begun": "Mulai",
    "Topics": "Topik",
    "Sources": "Sumber",
    "Figures": "Angka",
    "Pictures": "Gambar",
    "Files": "Berkas",
    "Note on the beginning": "Catatan tentang permulaan",
    "Note on the record": "Catatan tentang entri",
    "Nothing is written here yet.": "Belum ada yang ditulis di sini.",
    "not stated yet": "belum disebutkan",
    "Draft, not endorsed": "Draf, belum disetujui",
    "Endorsed, not published yet": "Disetujui, belum diterbitkan",
    "published": "Diterbitkan",
    "declined": "Ditolak",
    "No. %(number)s": "No. %(number)s",
    "page %(page)s of %(pages)s": "halaman %(page)s dari %(pages)s",
    "no credit": "tanpa kredit",
    "Write under each heading, in the white lines. The grey lines explain, and are not taken over. Leave out what you "
    "do not know yet, and keep the headings as they are: by them each text finds its place.": (
        "Tulislah di bawah setiap judul, pada baris putih. Baris abu-abu menjelaskan dan tidak diambil. Kosongkan yang "
        "belum Anda ketahui, dan jangan ubah judulnya: dengan itu setiap teks menemukan tempatnya."
    ),
    "What you know of the facts. In the editor they are chosen from lists.": (
        "Data yang Anda ketahui. Di penyunting, data dipilih dari daftar."
    ),
    "What it does, then its name: “One-stop service centre model: ASAN xidmət”.": (
        "Apa yang dilakukannya, lalu namanya: “Model pusat layanan satu atap: ASAN xidmət”."
    ),
    "Two or three sentences that stand alone in lists, at most 1000 characters. Needed even in a draft.": (
        "Dua atau tiga kalimat yang dapat dipahami sendiri dalam daftar, paling banyak 1000 karakter. Diperlukan "
        "bahkan dalam draf."
    ),
    "What was wrong before, and for whom. “People could be served only where they were registered.”": (
        "Apa masalahnya dahulu, dan bagi siapa. “Orang hanya dilayani di tempat mereka terdaftar.”"
    ),
    "What was done about it. “One building, common standards; the ministries keep their services.”": (
        "Apa yang dilakukan. “Satu gedung, standar bersama; kementerian tetap memegang layanannya.”"
    ),
    "Steps, partners, legal acts, time. “Decree in July 2012; first centre after five months.”": (
        "Langkah, mitra, peraturan, waktu. “Dekret pada Juli 2012; pusat pertama setelah lima bulan.”"
    ),
    "What changed. Numbers belong into the figures, each with its source.": (
        "Apa yang berubah. Bilangan masuk ke bagian angka, masing-masing dengan sumbernya."
    ),
    "What was tried and given up. “Evening hours were dropped: nobody came after eight.”": (
        "Apa yang dicoba lalu ditinggalkan. “Jam malam dihapus: tidak ada yang datang setelah pukul delapan.”"
    ),
    "What you would tell a colleague who is about to begin. “Keep the host apart from the providers.”": (
        "Apa yang Anda katakan kepada rekan yang akan memulai. “Pisahkan tuan rumah dari penyedia layanan.”"
    ),
    "What must be there before it can work elsewhere. “A body with power over the ministries.”": (
        "Apa yang harus ada agar berhasil di tempat lain. “Badan yang berwenang atas kementerian.”"
    ),
    "Money, people, premises, systems, with the year. “Two buses, 14 staff, from the agency's own budget.”": (
        "Uang, orang, tempat, sistem, beserta tahunnya. “Dua bus, 14 pegawai, dari anggaran lembaga sendiri.”"
    ),
    "An office, not a person. “International relations department, with its e-mail address.”": (
        "Sebuah kantor, bukan orang. “Departemen hubungan internasional, dengan alamat surelnya.”"
    ),
}
