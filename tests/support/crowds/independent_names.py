"""Name stocks of the independent crowd: how several cultures make, order and spell names.

Given names are in falling order of frequency; family names are composed of a beginning and an end.
`JUDGED` and `DEVELOPMENT` are two countries that share no culture.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Culture:
    """`share` of the people; `families` begin with one word part and end with another.

    `shape`: "family" (given family), "middle" (given given family), "father" (given father's
    father's father's), "two" (given, father's family, mother's family), "own" (a family name of
    one's own, not one's father's). `spellings`: parts of words that clerks write in either way.
    """

    share: float
    women: tuple[str, ...]
    men: tuple[str, ...]
    begins: tuple[str, ...]
    ends: tuple[str, ...]
    shape: str
    spellings: tuple[tuple[str, str], ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _either(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((a, b) for a, b in (pair.split("/") for pair in text.split()))


LAKES = Culture(
    0.38,
    _words(
        "Mary Grace Jane Esther Faith Mercy Joyce Ruth Agnes Rose Lucy Margaret Elizabeth Susan"
        " Caroline Beatrice Eunice Catherine Lilian Alice Florence Nancy Sarah Rebecca Naomi Hellen"
        " Gladys Dorcas Irene Janet Lydia Pauline Winnie Judith Monica Purity Damaris Rhoda Phoebe"
        " Everlyne Millicent Scholastica Consolata Perpetua Jacinta Zipporah"
    ),
    _words(
        "John Peter Joseph James David Samuel Daniel Paul Stephen Moses George Francis Charles"
        " Simon Patrick Michael Joshua Isaac Benjamin Philip Anthony Geoffrey Kennedy Dennis Robert"
        " Evans Victor Julius Wilson Martin Nicholas Elijah Caleb Jackson Edwin Boniface Cyrus"
        " Ezekiel Laban Gideon Hezron Barnabas Crispin Zablon Fredrick Zachary"
    ),
    _words("O A Wa Mu Ka Ki Nja Ng'e Ma Nya Wan Ndi Kip Chep Mwa Na"),
    _words(
        "tieno dhiambo kello choro mondi ngo ngari iru mau njala ruguru nyama koech ruto keter"
        " rono kosgei mbura nene ndungu githu chiri kimani riuki tua liaka simiyu fula kholi"
        " sike nyonyi bugua theri yoike mbi kuru"
    ),
    "middle",
    _either("ph/f c/k ie/i ck/k y/i th/t ng'/ng sh/ch ee/i ll/l nn/n w/u"),
)
COAST = Culture(
    0.24,
    _words(
        "Fatuma Amina Halima Khadija Mariam Asha Zainab Hawa Habiba Saida Rukia Maryan Sahra Ayaan"
        " Hodan Ifrah Nasra Safiya Aisha Zahra Mwanaisha Saumu Rehema Shamsa Kauthar Nuru Bahati"
        " Sumaya Ubah Deqa Hamdi Ladan Idil Sagal Warda"
    ),
    _words(
        "Mohamed Ahmed Ali Hassan Abdi Hussein Ibrahim Omar Abdullahi Yusuf Said Salim Ismail"
        " Abdirahman Osman Adan Juma Rashid Hamisi Bakari Farah Khalid Mahmoud Suleiman Mustafa"
        " Daud Issa Abdikadir Abdulaziz Noor Jama Warsame Dahir Guled Liban Mukhtar Swaleh Athman"
        " Kassim Masoud Shaban"
    ),
    _words("Far Kul Bil Sheik Dir Wars Bor Gul Mak Ros"),
    _words("ow ane ey ade an ir ood ani aye iyo"),
    "father",
    _either(
        "amed/ammed moh/muh ei/ai u/i ss/s kh/k abdi/abdu y/i oo/u dh/d dd/d th/s q/k sh/s ou/u"
    ),
)
HIGHLAND = Culture(
    0.22,
    _words(
        "Tigist Almaz Hirut Meseret Bethlehem Selamawit Genet Abeba Tsehay Mulu Aster Hiwot Rahel"
        " Zenebech Senait Workinesh Yeshi Birtukan Lemlem Etenesh Fikirte Netsanet Wubit Kidist"
        " Mahlet Eyerusalem Tirunesh Derartu Chaltu Lensa Zewditu Desta Frehiwot Martha"
    ),
    _words(
        "Abebe Kebede Tesfaye Girma Getachew Haile Bekele Tadesse Alemu Solomon Dawit Mulugeta"
        " Yohannes Gebre Berhanu Tsegaye Worku Demissie Ayele Assefa Negash Wondimu Shiferaw"
        " Lemma Desalegn Endale Fekadu Zerihun Gebremedhin Gebremariam Weldemichael Habtamu"
        " Chala Tolera Gemechu Birhane Hailu Kassahun Melaku Sisay"
    ),
    _words("Gebre Welde Haile Tesfa Habte Kidane Amde Sahle"),
    _words("mariam michael selassie giorgis medhin tsion yesus kiros amanuel hiwot"),
    "father",
    _either(
        "ts/tz ss/s ye/ie weld/wold k/q gebre/gebra ha/he dd/d ll/l ch/tch ae/e u/oo birh/berh"
    ),
)
HILLS = Culture(
    0.16,
    _words(
        "Claudine Jeanne Marie Immaculee Josephine Chantal Vestine Odette Esperance Beatha Diane"
        " Solange Clementine Alphonsine Francoise Yvonne Alice Jacqueline Donatha Epiphanie"
        " Speciose Gaudence Dative Venantie Aline Liliane Delphine Olive"
    ),
    _words(
        "Jean Emmanuel Claude Eric Innocent Theogene Pascal Celestin Vincent Jean-Pierre Faustin"
        " Damascene Alphonse Gaspard Theoneste Aloys Evariste Felicien Bosco Callixte Anastase"
        " Leonard Sylvestre Cyprien Fidele Deogratias Gratien Narcisse"
    ),
    _words(
        "Uwi Niyo Habi Nshimi Muka Nsengi Ndayi Iri Uwa Hake Tuyi Bizi Mutu Twagira Ruta Kayi Nti"
    ),
    _words(
        "mana yimana nzima gabo mungu zeye ramungu bonye neza senge shuti rugwa ndekwe tesi"
        " nziza kure yezu mbabazi ngabire rwa karemera gisha"
    ),
    "own",
    _either("l/r c/k ph/f y/i nn/n ll/l yi/i nz/z th/t oi/wa ou/u"),
)
SAHEL = Culture(
    0.34,
    _words(
        "Fatoumata Aminata Mariam Aissata Kadiatou Oumou Awa Hawa Djeneba Salimata Assetou Rokia"
        " Bintou Maimouna Ramata Nana Korotoumou Safiatou Zeinabou Hadiza Rahinatou Tenin Sira"
        " Nafissatou Coumba Haby Penda Mariama Rougui"
    ),
    _words(
        "Mamadou Amadou Ibrahima Moussa Oumar Abdoulaye Boubacar Souleymane Adama Ousmane Seydou"
        " Issa Modibo Cheick Bakary Yacouba Lassana Drissa Hamidou Sekou Aliou Idrissa Salif"
        " Tidiane Daouda Siaka Zoumana Harouna Bourama"
    ),
    _words("Trao Dia Couli Kei Sis Tou Sang Dem Sid Kon Ba Cam Dicko Ouat Ouedra Sawa Zon"),
    _words("re llo baly ta soko re be ibe ate te ra go dogo gne na"),
    "family",
    _either("ou/u dj/j ss/s ch/sh k/c y/i mm/m ia/iya oumar/umar ck/k"),
)
DELTA = Culture(
    0.36,
    _words(
        "Fatema Ayesha Rina Shirin Nasrin Rokeya Salma Taslima Parveen Jahanara Momtaz Sufia Halima"
        " Rehana Kohinoor Shahana Lipi Moushumi Bilkis Anowara Razia Sabina Khaleda Laila Nazma"
        " Rashida Sultana Mahmuda Ferdousi Hasina Selina Shilpi"
    ),
    _words(
        "Mohammad Abdul Abul Shahidul Rafiqul Nurul Anwar Kamal Jamal Rahim Karim Habibur Mizanur"
        " Saiful Zahirul Delwar Monir Alamgir Jahangir Shafiq Aminul Mahbub Faruk Babul Selim Liton"
        " Ripon Sohel Masud Bashir Tofazzal Golam"
    ),
    _words("Rahm Hoss Isl Chowdh Ahm Ali Sark Mia Bhui Talu Mon Sik Kha Akht Beg Mol Haz Pra"),
    _words("an ain am ury ed kder ker ya kdar dal der tun er um la nik"),
    "middle",
    _either("ee/i sh/s u/oo ch/c oo/u kh/k y/i q/k ss/s a/o z/j ou/u"),
)
ANDES = Culture(
    0.30,
    _words(
        "María Rosa Juana Carmen Ana Luz Victoria Julia Teresa Elena Martha Gladys Norma Nélida"
        " Yolanda Felipa Justina Basilia Eulalia Lourdes Marlene Hilda Silvia Verónica Yeny Delia"
        " Sabina Paulina Flora Gregoria"
    ),
    _words(
        "José Juan Luis Carlos Jorge Víctor Pedro Julio Miguel Mario Félix Santos Wilber Edwin"
        " Ángel Hugo Eusebio Fortunato Nicanor Percy Rubén Saturnino Teodoro Valentín Walter Zenón"
        " Grover Limber Freddy Macedonio"
    ),
    _words("Quis Mama Condo Hua Cho Ape Yu Sira Lla Cala Gutié Vás Fer Cáce Ticona Chu Paco Za"),
    _words("pe ni ri man que za pana lla rrez quez nández res sani ra nque pata"),
    "two",
    _either("s/z c/s v/b ll/y hua/gua y/i qu/k rr/r é/e í/i á/a ni/ñ"),
)

JUDGED = (LAKES, COAST, HIGHLAND, HILLS)
DEVELOPMENT = (SAHEL, DELTA, ANDES)
