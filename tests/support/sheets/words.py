"""Words that stand on the sheets of programmes in seven languages: headings, titles, totals."""

# ruff: noqa: E501
from __future__ import annotations

Heading = dict[str, tuple[str, ...]]

EN: Heading = {
    "no": ("No.", "S/N", "#", "No"),
    "name": ("Name of participant", "Full name", "Participant's Name", "NAME", "Names"),
    "first": ("First name", "Given name"), "family": ("Surname", "Family name", "Last name"),
    "sex": ("Sex", "Gender", "Sex (M/F)"), "age": ("Age", "Age (years)"),
    "age_band": ("Age group", "Age band"),
    "phone": ("Phone number", "Phone\nnumber", "Tel.", "Mobile No.", "Telephone", "Phone contact"),
    "email": ("Email", "E-mail address"), "id_number": ("ID No.", "National ID", "ID number"),
    "organisation": ("Organization", "Organisation", "Institution"),
    "cadre": ("Designation", "Cadre", "Position", "Job title"),
    "region": ("District", "County", "Sub-county"), "facility": ("Facility", "Health facility"),
    "remarks": ("Remarks", "Comments"), "signature": ("Signature", "Sign"),
    "chief": ("Name of area chief",),
    "pre": ("Pre-test", "Pre-test score", "Pre Test", "Pretest"),
    "post": ("Post-test", "Post-test score", "Post Test", "Posttest"),
    "max_score": ("Out of", "Maximum score"), "person": ("Participant ID", "Trainee code"),
    "workshop": ("Workshop code", "Training ID"), "score": ("Score", "Marks"),
    "starts_on": ("Start date", "Date from", "Training start date"),
    "ends_on": ("End date", "Date to", "Training end date"),
    "title": ("Training title", "Name of training", "Topic"), "venue": ("Venue", "Training venue"),
    "lead": ("Lead trainer", "Trainer", "Facilitator"), "co": ("Co-trainers", "Co-facilitators"),
    "day": ("Day {n}",), "attended": ("Attended", "Present"), "scores": ("Test scores",),
    "level": ("Level",), "certified_on": ("Date certified", "Certification date"),
    "expires_on": ("Expiry date", "Valid until"), "number": ("Certificate No.",),
    "gain": ("Gain",), "service": ("Years of service",), "per_diem": ("Per diem (KES)",), "dob": ("Date of birth",),
}  # fmt: skip
FR: Heading = {
    "no": ("N°", "N° d'ordre"), "name": ("Nom et prénom(s)", "Prénoms et nom", "Nom complet"),
    "first": ("Prénom", "Prénoms"), "family": ("Nom", "Nom de famille"), "sex": ("Sexe", "Genre"),
    "age": ("Âge", "Age (ans)"), "age_band": ("Tranche d'âge",),
    "phone": ("Téléphone", "N° de téléphone", "Contact téléphonique"),
    "email": ("Adresse e-mail", "Courriel"), "id_number": ("N° CNI", "N° de pièce d'identité"),
    "organisation": ("Organisation", "Structure"), "cadre": ("Fonction", "Qualification"),
    "region": ("District", "Région"), "facility": ("Poste de santé", "Lieu de service"),
    "remarks": ("Observations",), "signature": ("Émargement", "Signature"),
    "pre": ("Pré-test", "Note pré-test", "Prétest"), "post": ("Post-test", "Note post-test"),
    "max_score": ("Note maximale", "Sur"), "person": ("Code participant", "Identifiant"),
    "workshop": ("Code atelier",), "score": ("Note",), "starts_on": ("Date de début",),
    "ends_on": ("Date de fin",), "title": ("Intitulé de la formation",), "venue": ("Lieu",),
    "lead": ("Formateur", "Formateur principal"), "co": ("Co-formateurs",),
    "day": ("Jour {n}", "J{n}"), "attended": ("Présent",), "scores": ("Notes",),
    "level": ("Niveau",), "certified_on": ("Date de certification",),
    "expires_on": ("Date d'expiration",), "number": ("N° du certificat",), "chief": ("Chef de village",),
    "gain": ("Progrès",), "service": ("Ancienneté (années)",), "per_diem": ("Per diem (FCFA)",), "dob": ("Date de naissance",),
}  # fmt: skip
ES: Heading = {
    "no": ("N°", "Nro."), "name": ("Nombres y apellidos", "Nombre completo", "Apellidos y nombres"),
    "first": ("Nombres", "Nombre"), "family": ("Apellidos",), "sex": ("Sexo", "Género"),
    "age": ("Edad",), "age_band": ("Grupo de edad", "Rango de edad"),
    "phone": ("Celular", "Teléfono", "N° de celular"), "email": ("Correo electrónico",),
    "id_number": ("C.I.", "Cédula de identidad"), "organisation": ("Institución", "Organización"),
    "cadre": ("Cargo", "Profesión"), "region": ("Municipio", "Departamento"),
    "facility": ("Establecimiento de salud",), "remarks": ("Observaciones",), "signature": ("Firma",),
    "pre": ("Pre-test", "Prueba inicial"), "post": ("Post-test", "Prueba final"),
    "max_score": ("Puntaje máximo",), "person": ("Código del participante",),
    "workshop": ("Código del taller",), "score": ("Puntaje", "Nota"),
    "starts_on": ("Fecha de inicio",), "ends_on": ("Fecha de fin", "Fecha de término"),
    "title": ("Nombre del taller", "Tema"), "venue": ("Lugar",),
    "lead": ("Facilitador", "Capacitador"), "co": ("Cofacilitadores",), "day": ("Día {n}",),
    "attended": ("Asistió",), "scores": ("Evaluación",), "level": ("Nivel",),
    "certified_on": ("Fecha de certificación",), "expires_on": ("Fecha de vencimiento",),
    "number": ("N° de certificado",), "chief": ("Nombre del dirigente",),
    "gain": ("Ganancia",), "service": ("Años de servicio",), "per_diem": ("Viático (Bs)",), "dob": ("Fecha de nacimiento",),
}  # fmt: skip
PT: Heading = {
    "no": ("N.º", "Nr."), "name": ("Nome completo", "Nome do participante"), "first": ("Nome",),
    "family": ("Apelido",), "sex": ("Sexo", "Género"), "age": ("Idade",),
    "age_band": ("Faixa etária",), "phone": ("Contacto", "Telemóvel", "N.º de telefone"),
    "email": ("E-mail", "Correio electrónico"), "id_number": ("N.º do BI",),
    "organisation": ("Instituição", "Organização"), "cadre": ("Categoria", "Cargo", "Função"),
    "region": ("Distrito", "Província"), "facility": ("Unidade sanitária",),
    "remarks": ("Observações",), "signature": ("Assinatura",), "pre": ("Pré-teste", "Nota pré-teste"),
    "post": ("Pós-teste", "Nota pós-teste"), "max_score": ("Nota máxima",),
    "person": ("Código do participante",), "workshop": ("Código da formação",), "score": ("Nota",),
    "starts_on": ("Data de início",), "ends_on": ("Data de fim", "Data do término"),
    "title": ("Título da formação",), "venue": ("Local",), "lead": ("Formador", "Facilitador"),
    "co": ("Co-formadores",), "day": ("Dia {n}",), "attended": ("Presente",), "scores": ("Notas",),
    "level": ("Nível",), "certified_on": ("Data de certificação",),
    "expires_on": ("Data de validade",), "number": ("N.º do certificado",), "chief": ("Nome do régulo",),
    "gain": ("Ganho",), "service": ("Anos de serviço",), "per_diem": ("Ajudas de custo (MT)",), "dob": ("Data de nascimento",),
}  # fmt: skip
SW: Heading = {
    "no": ("Na.", "Namba"), "name": ("Jina kamili", "Jina la mshiriki", "Majina"),
    "first": ("Jina la kwanza",), "family": ("Jina la ukoo",), "sex": ("Jinsia",), "age": ("Umri",),
    "age_band": ("Kundi la umri",), "phone": ("Namba ya simu", "Simu"), "email": ("Barua pepe",),
    "id_number": ("Namba ya kitambulisho",), "organisation": ("Taasisi", "Shirika"),
    "cadre": ("Cheo", "Kada"), "region": ("Wilaya", "Mkoa"), "facility": ("Kituo cha kazi",),
    "remarks": ("Maoni",), "signature": ("Sahihi",), "pre": ("Jaribio la awali", "Kabla"),
    "post": ("Jaribio la mwisho", "Baada"), "max_score": ("Alama za juu",),
    "person": ("Namba ya mshiriki",), "workshop": ("Namba ya warsha",), "score": ("Alama",),
    "starts_on": ("Tarehe ya kuanza",), "ends_on": ("Tarehe ya kumaliza",),
    "title": ("Jina la mafunzo",), "venue": ("Mahali",), "lead": ("Mkufunzi", "Mwezeshaji"),
    "co": ("Wakufunzi wasaidizi",), "day": ("Siku ya {n}",), "attended": ("Amehudhuria",),
    "scores": ("Alama",), "level": ("Ngazi",), "certified_on": ("Tarehe ya cheti",),
    "expires_on": ("Tarehe ya mwisho wa cheti",), "number": ("Namba ya cheti",),
    "chief": ("Jina la mwenyekiti",),
    "gain": ("Tofauti",), "service": ("Miaka kazini",), "per_diem": ("Posho (TZS)",), "dob": ("Tarehe ya kuzaliwa",),
}  # fmt: skip
AR: Heading = {
    "no": ("م", "الرقم"), "name": ("الاسم الكامل", "اسم المشارك", "الاسم"), "first": ("الاسم الأول",),
    "family": ("اسم العائلة",), "sex": ("النوع", "الجنس"), "age": ("العمر", "السن"),
    "age_band": ("الفئة العمرية",), "phone": ("رقم الهاتف", "الموبايل"),
    "email": ("البريد الإلكتروني",), "id_number": ("الرقم القومي", "رقم الهوية"),
    "organisation": ("جهة العمل", "المؤسسة"), "cadre": ("الوظيفة", "المسمى الوظيفي"),
    "region": ("المحافظة", "المنطقة"), "facility": ("الوحدة الصحية",), "remarks": ("ملاحظات",),
    "signature": ("التوقيع",), "pre": ("الاختبار القبلي", "قبل"), "post": ("الاختبار البعدي", "بعد"),
    "max_score": ("الدرجة القصوى",), "person": ("رمز المشارك",), "workshop": ("رمز الورشة",),
    "score": ("الدرجة",), "starts_on": ("تاريخ البدء",), "ends_on": ("تاريخ الانتهاء",),
    "title": ("عنوان التدريب",), "venue": ("المكان",), "lead": ("المدرب",),
    "co": ("المدربون المساعدون",), "day": ("اليوم {n}",), "attended": ("حضر",),
    "scores": ("الدرجات",), "level": ("المستوى",), "certified_on": ("تاريخ الاعتماد",),
    "expires_on": ("تاريخ الانتهاء",), "number": ("رقم الشهادة",), "chief": ("اسم العمدة",),
    "gain": ("الفرق",), "service": ("سنوات الخبرة",), "per_diem": ("البدل (ج.م)",), "dob": ("تاريخ الميلاد",),
}  # fmt: skip
ZH: Heading = {
    "no": ("序号", "编号"), "name": ("姓名",), "first": ("名",), "family": ("姓",), "sex": ("性别",),
    "age": ("年龄",), "age_band": ("年龄段",), "phone": ("联系电话", "手机号码"), "email": ("电子邮箱",),
    "id_number": ("身份证号",), "organisation": ("工作单位", "单位"), "cadre": ("职务", "岗位"),
    "region": ("地区", "县"), "facility": ("卫生院",), "remarks": ("备注",), "signature": ("签名", "签到"),
    "pre": ("训前测试", "前测"), "post": ("训后测试", "后测"), "max_score": ("满分",),
    "person": ("学员编号",), "workshop": ("培训班编号",), "score": ("成绩",), "starts_on": ("开始日期",),
    "ends_on": ("结束日期",), "title": ("培训名称",), "venue": ("地点", "培训地点"), "lead": ("培训师", "讲师"),
    "co": ("助教",), "day": ("第{n}天",), "attended": ("出席",), "scores": ("测试成绩",),
    "level": ("级别",), "certified_on": ("发证日期",), "expires_on": ("有效期至",), "number": ("证书编号",),
    "chief": ("村长姓名",),
    "gain": ("提高",), "service": ("工龄",), "per_diem": ("补助(元)",), "dob": ("出生日期",),
}  # fmt: skip
HEADINGS = {"en": EN, "fr": FR, "es": ES, "pt": PT, "sw": SW, "ar": AR, "zh": ZH}

TITLES = {
    "en": ("MINISTRY OF HEALTH", "ATTENDANCE REGISTER", "Training of Trainers in {}"),
    "fr": ("MINISTÈRE DE LA SANTÉ", "LISTE DE PRÉSENCE", "Formation des formateurs en {}"),
    "es": ("MINISTERIO DE EDUCACIÓN", "LISTA DE ASISTENCIA", "Taller de formadores en {}"),
    "pt": ("MINISTÉRIO DA AGRICULTURA", "LISTA DE PRESENÇAS", "Formação de formadores em {}"),
    "sw": ("WIZARA YA AFYA", "ORODHA YA MAHUDHURIO", "Mafunzo ya wakufunzi: {}"),
    "ar": ("وزارة الصحة والسكان", "كشف الحضور", "تدريب المدربين في {}"),
    "zh": ("农业农村局", "培训签到表", "{}师资培训班"),
}
"""Whose form it is, what it is, what was taught."""
TOPICS = {
    "en": ("IMCI", "Nutrition", "Kitchen gardens"), "fr": ("PCIMNE", "nutrition", "maraîchage"),
    "es": ("AIEPI", "lectoescritura", "riego"), "pt": ("nutrição", "AIDI", "agricultura de conservação"),
    "sw": ("lishe bora", "kilimo hai"), "ar": ("التغذية", "رعاية الأم والطفل"), "zh": ("节水灌溉", "儿童营养"),
}  # fmt: skip
LABELS = {
    "en": ("Date", "Venue", "Trainer"), "fr": ("Date", "Lieu", "Formateur"),
    "es": ("Fecha", "Lugar", "Facilitador"), "pt": ("Data", "Local", "Formador"),
    "sw": ("Tarehe", "Mahali", "Mkufunzi"), "ar": ("التاريخ", "المكان", "المدرب"),
    "zh": ("日期", "地点", "培训师"),
}  # fmt: skip
"""Before the day, the place and the trainer above a register."""
ENDINGS = {
    "en": ("TOTAL", "Average", "Prepared by: {}", "Approved by: ______________", "Sub-total"),
    "fr": ("TOTAL", "Moyenne", "Établi par : {}", "Visa : ______________", "Sous-total"),
    "es": ("TOTAL", "Promedio", "Elaborado por: {}", "Firma: ______________", "Subtotal"),
    "pt": ("TOTAL", "Média", "Elaborado por: {}", "Assinatura: ____________", "Subtotal"),
    "sw": ("JUMLA", "Wastani", "Imeandaliwa na: {}", "Sahihi: ______________", "Jumla ndogo"),
    "ar": ("المجموع", "المتوسط", "إعداد: {}", "التوقيع: ______________", "المجموع الفرعي"),
    "zh": ("合计", "平均分", "制表人:{}", "签字:______________", "小计"),
}
"""Total, average, who made it, who signs, sub-total."""
SEXES = {
    "en": (("F", "M"), ("Female", "Male"), ("f", "m")), "fr": (("F", "M"), ("Femme", "Homme")),
    "es": (("M", "H"), ("Mujer", "Hombre"), ("F", "M")), "pt": (("F", "M"), ("Feminino", "Masculino")),
    "sw": (("KE", "ME"), ("Mke", "Mume"), ("F", "M")), "ar": (("أنثى", "ذكر"),), "zh": (("女", "男"),),
}  # fmt: skip
"""Women, men."""
MARKS = {
    "en": ("P", "A"), "fr": ("P", "A"), "es": ("P", "A"), "pt": ("P", "F"), "sw": ("✓", "X"),
    "ar": ("✓", "✗"), "zh": ("✓", "×"),
}  # fmt: skip
"""Present, absent. Swahili sheets tick and cross; Portuguese ones write F for “falta”."""
UNTIL = {
    "en": "to", "fr": "au", "es": "al", "pt": "a", "sw": "hadi", "ar": "إلى", "zh": "至",
}  # fmt: skip
"""Between the first and the last day of a workshop."""
MONTHS = {
    "en": ("March", "April", "May"), "fr": ("mars", "avril", "mai"), "es": ("marzo", "abril", "mayo"),
    "pt": ("março", "abril", "maio"), "sw": ("Machi", "Aprili", "Mei"), "ar": ("مارس", "أبريل", "مايو"),
    "zh": ("3", "4", "5"),
}  # fmt: skip
"""From March on. No workshop here was held in another month."""
