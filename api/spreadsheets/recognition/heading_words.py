"""Headings of sign-in sheets in the seven languages: to recognise them, never to show them.

They are written in the form that `plain` returns: small letters and digits, no accents, no spaces.
"""

from __future__ import annotations

import unicodedata

HEADINGS = {
    "identifier": """
        identifier id code participantid participantcode personid person trainerid trainercode
        registrationnumber regno identifiant matricule codeparticipant identificador codigo
        codigoparticipante kitambulisho msimbo nambariyausajili المعرف الرمز رقمالمشارك
        编号 代码 学员编号""",
    "name": """
        name names fullname participant participants participantname nameofparticipant firstname
        lastname surname givenname familyname middlename othernames nom noms prenom prenoms
        nomcomplet nometprenom nometprenoms nomsetprenoms nomduparticipant nombre nombres apellido
        apellidos nombrecompleto nombreyapellido nombreyapellidos nome nomes sobrenome apelido
        nomecompleto nomedoparticipante jina majina jinakamili jinalakwanza jinalaukoo
        jinalamshiriki         الاسم اسم الاسمالكامل اسمالمشارك اللقب 姓名 名字 全名""",
    "phone": """
        phone phoneno phonenumber telephone telephonenumber tel telno mobile mobileno mobilenumber
        mobilephone cell cellphone contact contacts whatsapp portable numerodetelephone
        telephoneportable telefono movil celular numerodetelefono telefone telemovel
        numerodetelefone simu nambariyasimu nambayasimu الهاتف هاتف رقمالهاتف الجوال جوال
        电话 手机 电话号码 手机号 手机号码""",
    "email": """
        email emailaddress mail courriel adresseemail adressemail correo correoelectronico
        correioeletronico correioelectronico baruapepe البريدالإلكتروني البريدالالكتروني البريد
        电子邮件 邮箱 电邮""",
    "id_number": """
        idnumber idno nationalid nationalidnumber nationalidno passport passportno passportnumber
        cni cin numerocni carteidentite numeropieceidentite dni cedula documento numerodedocumento
        bi numerodobi bilhetedeidentidade nida nambarikitambulisho nambariyakitambulisho
        رقمالهوية الهوية رقمالبطاقة 身份证 身份证号 身份证号码 证件号""",
    "pre": """
        pre pretest prescore pretestscore pretestmarks pretraining before scorebefore baseline
        avant pretestnote notepretest antes notapretest kabla jaribiolakabla alamakabla
        قبل الاختبارالقبلي القبلي 前测 培训前 前测成绩 前测分数""",
    "post": """
        post posttest postscore posttestscore posttestmarks posttraining after scoreafter endline
        score marks apres notepostest noteposttest note despues depois notaposttest nota baada
        jaribiolabaada alamabaada alama بعد الاختبارالبعدي البعدي الدرجة 后测 培训后 后测成绩
        后测分数 成绩""",
    "max_score": """
        max maximum maxscore maximumscore outof total maxmarks maximal notemaximale notemax sur
        maximo puntajemaximo notamaxima de kiwangochajuu alamazajuu upeo الحدالأقصى الحدالاقصى
        الدرجةالقصوى القصوى 满分 最高分 总分""",
    "sex": "sex gender sexe genre sexo genero jinsia الجنس النوع 性别",
    "age_band": "ageband agegroup age trancheage tranchedage grupodeedad edad faixaetaria idade "
    "kundilaumri umri الفئةالعمرية العمر 年龄段 年龄",
    "cadre": "cadre occupation profession designation jobtitle job position role fonction metier "
    "cargo profesion profissao funcao kada kazi cheo الوظيفة المهنة الكادر 职务 职业 岗位",
    "disability": "disability handicap situationdehandicap discapacidad deficiencia ulemavu "
    "الإعاقة الاعاقة إعاقة 残疾 残障",
    "": "no nr sn sno serial serialno serialnumber number line row signature sign date remarks "
    "comments numero ligne observations remarques firma fecha linea assinatura data linha nambari "
    "sahihi tarehe التوقيع الرقم م التاريخ 序号 签名 签字 日期 备注",
}
"""Column → its headings; "": columns of sign-in sheets that Banyan does not record."""

SEXES = {
    "female": "f female femme feminin femenino feminino mujer mulher woman w ke mke kike mwanamke "
    "أنثى انثى 女 女性",
    "male": "m male h homme masculin masculino hombre homem man me mume kiume mwanaume ذكر 男 男性",
    "other": "other autre otro outro nyingine آخر اخر 其他",
}
YES_NO = {
    "yes": "yes y oui o si s sim ndiyo نعم 是",
    "no": "no n non nao hapana لا 否",
}


def plain(text: str) -> str:
    """The text in small letters and digits alone, without accents.

    >>> plain("Nom et prénoms :"), plain("Pre-test (%)")
    ('nometprenoms', 'pretest')
    """
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in bare if c.isalnum() and not unicodedata.combining(c))


def by_word(table: dict[str, str]) -> dict[str, str]:
    """Word → its meaning. Where two meanings list a word, the first has it."""
    found: dict[str, str] = {}
    for meaning, listed in table.items():
        for word in listed.split():
            found.setdefault(plain(word), meaning)
    return found
