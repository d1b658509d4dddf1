"""Headings of people's own sheets in the seven languages: to recognise them, never to show them.

Phrases stand between commas. They are compared in the form that `words.plain` returns: small
letters and digits, no accents, no spaces.
"""

from __future__ import annotations

HEADINGS = {
    "person": """
        identifier, id, code, participant id, participant code, participant number, person id,
        unique id, registration number, registration no, reg no, identifiant, matricule,
        code participant, numéro d'inscription, identificador, código, código participante,
        código del participante, código do participante, kitambulisho, msimbo, nambari ya usajili,
        المعرف, الرمز, رقم المشارك, رقم التسجيل, 编号, 代码, 学员编号, 学号,
        trainee code, trainee id, learner id, learner code""",
    "name": """
        name, names, full name, full names, participant name, participants name, trainee name,
        name of participant, first name, last name, second name, surname, given name, given names,
        family name, middle name, other name, other names, nom, noms, prénom, prénoms, nom
        complet,
        nom et prénom, nom et prénoms, noms et prénoms, nom du participant, nom de famille,
        nombre, nombres, apellido, apellidos, primer apellido, segundo apellido, nombre completo,
        nombre y apellido, nombre y apellidos, nombres y apellidos, nombre del participante, nome,
        nomes, sobrenome, apelido, nome completo, nome do participante, nome e apelido, jina,
        majina, jina kamili, majina kamili, jina la kwanza, jina la pili, jina la ukoo,
        jina la familia, jina la mshiriki, الاسم, اسم, الاسم الكامل, الاسم الأول, اسم المشارك,
        اسم العائلة, اللقب, الاسم الثلاثي, 姓名, 名字, 全名, 姓, 名, 学员姓名, 参训人员姓名,
        prénoms et nom, prénom et nom, nom et prénom s, apellidos y nombres, apellido y nombre,
        apelidos e nome, apelido e nome, 学员""",
    "phone": """
        phone, phone no, phone number, telephone, telephone no, telephone number, tel, tel no,
        mobile, mobile no, mobile number, mobile phone, cell, cell phone, cellphone number,
        phone contact, contact phone, contact number, contact no, whatsapp, whatsapp number,
        téléphone, portable, n de téléphone, no de téléphone, numéro de téléphone,
        téléphone portable, teléfono, móvil, celular, número de teléfono, número de celular,
        telefone, telemóvel, número de telefone, contacto telefónico, simu, nambari ya simu,
        namba ya simu, الهاتف, هاتف, رقم الهاتف, الجوال, جوال, رقم الجوال, الموبايل, 电话, 手机,
        电话号码, 手机号, 手机号码, 联系电话,
        contact téléphonique, numéro de contact, contacto telefónico, 联系方式""",
    "email": """
        email, email address, mail, courriel, adresse email, adresse mail, adresse électronique,
        correo, correo electrónico, correio eletrônico, correio electrónico, barua pepe,
        البريد الإلكتروني, البريد, الايميل, 电子邮件, 邮箱, 电邮, 电子邮箱""",
    "id_number": """
        id number, id no, id card number, national id, national id number, national id no,
        passport, passport no, passport number, cni, cin, numéro cni, carte d'identité,
        numéro pièce d'identité, numéro de carte d'identité, pièce d'identité, dni, cédula,
        número de cédula, documento, número de documento, documento de identidad, bi, número do
        bi,
        bilhete de identidade, nida, namba ya kitambulisho, nambari ya kitambulisho, رقم الهوية,
        الهوية, رقم البطاقة, الرقم الوطني, 身份证, 身份证号, 身份证号码, 证件号, 证件号码,
        cédula de identidad, n do bi, n cni, n de pièce d'identité, numéro de pièce d'identité,
        número de cédula, ci, carnet de identidad""",
    "pre": """
        pre, pretest, pre score, pretest score, pretest marks, pretest result, pretraining,
        pretraining test, pretraining score, pre assessment, before, before training,
        score before, baseline, baseline score, avant, prétest note, note prétest, note avant,
        test avant, antes, nota antes, nota pretest, nota pré teste, pré teste, pre prueba,
        prueba inicial, teste inicial, evaluación inicial, test initial, kabla, jaribio la kabla,
        alama kabla, alama za kabla, mtihani wa kabla, قبل, الاختبار القبلي, القبلي,
        اختبار قبلي, 前测, 培训前, 前测成绩, 前测分数, 培训前测试,
        jaribio la awali, alama za awali, jaribio la mwanzo, mtihani wa awali, 训前测试, 训前,
        训前成绩, 训前分数""",
    "post": """
        post, posttest, post score, posttest score, posttest marks, posttest result, posttraining,
        posttraining test, posttraining score, post assessment, after, after training,
        score after, endline, endline score, après, note post test, note posttest, note après,
        test après, después, depois, nota posttest, nota después, nota depois, pós teste,
        nota pós teste, nota postest, post prueba, prueba final, teste final, evaluación final,
        test final, final test, baada, jaribio la baada, alama baada, alama za baada,
        mtihani wa baada, بعد, الاختبار البعدي, البعدي, اختبار بعدي, 后测, 培训后, 后测成绩,
        后测分数, 培训后测试,
        jaribio la mwisho, alama za mwisho, mtihani wa mwisho, 训后测试,
        训后, 训后成绩, 训后分数""",
    "max_score": """
        max, maximum, max score, maximum score, out of, max marks, maximum marks, maximal,
        note maximale, note max, score maximal, máximo, puntaje máximo, puntuación máxima,
        nota máxima, pontuação máxima, kiwango cha juu, alama za juu, upeo, الحد الأقصى,
        الدرجة القصوى, القصوى, الدرجة الكاملة, 满分, 最高分""",
    "score": """
        score, scores, test score, test scores, marks, mark, mark obtained, marks obtained,
        score obtained, percentage, note obtenue, puntaje, puntuación, calificación, pontuação,
        alama, الدرجة, الدرجات, العلامة, 成绩, 分数, 得分""",
    "sex": """
        sex, gender, sexe, genre, sexo, género, jinsia, jinsi, الجنس, النوع, النوع الاجتماعي,
        性别""",
    "age_band": """
        age band, age group, age range, age, age in years, tranche d'âge, groupe d'âge, âge,
        grupo de edad, rango de edad, edad, grupo etario, faixa etária, idade, kundi la umri,
        umri, الفئة العمرية, العمر, السن, 年龄段, 年龄, 年龄组""",
    "cadre": """
        cadre, occupation, profession, designation, job title, job, role, fonction, métier,
        poste, cargo, ocupación, profesión, puesto, profissão, ocupação, função, kada, kazi, cheo,
        taaluma, الوظيفة, المهنة, الكادر, المسمى الوظيفي, 职务, 职业, 岗位, 职称""",
    "organisation": """
        organisation, organization, institution, facility, facility name, name of facility,
        health facility, name of health facility, health centre, health center, hospital, clinic,
        school, employer, company, ngo, workplace, work place, place of work, work station,
        duty station, établissement, structure, structure sanitaire, centre de santé,
        formation sanitaire, hôpital, école, employeur, entreprise, lieu de travail, institución,
        organización, establecimiento, establecimiento de salud, centro de salud, escuela,
        centro de trabajo, lugar de trabajo, empresa, instituição, organização, unidade sanitária,
        unidade de saúde, escola, local de trabalho, kituo, kituo cha afya, kituo cha kazi,
        shirika, taasisi, shule, mwajiri, hospitali, zahanati, المؤسسة, المنظمة, الجهة, جهة العمل,
        المدرسة, المركز الصحي, المستشفى, مكان العمل, المنشأة, 机构, 单位, 工作单位, 学校, 医院,
        所在单位, 组织,
        poste de santé, centre de santé, structure de santé, الوحدة الصحية, 卫生院, centro de
        salud, centro de saúde, unidade sanitária, kituo cha afya, health facility""",
    "region": """
        region, region of the person, district, county, province, state, health district, région,
        département, wilaya, región, provincia, distrito, departamento, estado, região,
        província, mkoa, wilaya ya, kaunti, eneo, jimbo, المنطقة, المحافظة, الولاية, المديرية,
        الإقليم, 地区, 省, 省份, 县, 区县, 区域""",
    "disability": """
        disability, handicap, situation de handicap, discapacidad, deficiência, ulemavu, الإعاقة,
        إعاقة, 残疾, 残障, person with disability, pwd, disabled""",
    "attended": """
        attended, present, attendance, present absent, présent, présence, présence absence,
        assiduité, asistió, asistencia, presente, presença, compareceu, amehudhuria, mahudhurio,
        yupo, حاضر, الحضور, حضر, 出勤, 出席, 考勤, 到课, attended yes no, completed,
        course complete, did attend, participated""",
    "workshop": """
        workshop, workshop id, workshop code, workshop no, workshop number, training id,
        training code, training no, training number, course id, course code, event id, event code,
        batch no, code formation, code de la formation, code atelier, identifiant atelier,
        código del taller, código taller, código de la capacitación, código da formação,
        código da oficina, msimbo wa mafunzo, msimbo wa warsha, رمز الورشة, رمز التدريب,
        رقم الورشة, 培训编号, 培训班编号, 课程编号""",
    "starts_on": """
        starts on, start date, date started, date of training, training date, workshop date,
        date of workshop, course date, event date, training start date, date from, from date,
        dates of training, training dates, first day, date de formation, date de la formation,
        date de l'atelier, date de début, date début, fecha de inicio, fecha de la capacitación,
        fecha del taller, fecha de capacitación, fecha de formación, data de início,
        data da formação, data da oficina, data de formação, tarehe ya mafunzo, tarehe ya warsha,
        tarehe ya kuanza, تاريخ التدريب, تاريخ الورشة, تاريخ البدء, تاريخ البداية, 培训日期,
        开始日期, 培训时间,
        开始日期""",
    "ends_on": """
        ends on, end date, date ended, training end date, date to, to date, last day, date de fin,
        date fin, fecha de fin, fecha fin, fecha final, fecha de término, data de fim,
        data de término, data final, tarehe ya mwisho, tarehe ya kumaliza, تاريخ الانتهاء,
        تاريخ النهاية, 结束日期,
        data do término, data de término, fecha de término, date de fin, 结束日期""",
    "kind": """
        kind of workshop, type of workshop, type of training, training type, workshop type,
        type de formation, type d'atelier, tipo de taller, tipo de capacitación,
        tipo de formação, tipo de oficina, aina ya mafunzo, aina ya warsha, نوع التدريب,
        نوع الورشة, 培训类型, 培训类别""",
    "title": """
        title of the workshop, course, course title, course name, name of course, training title,
        training name, name of training, title of training, training topic, training course,
        workshop title, workshop name, name of workshop, topic, topic of training, subject,
        thème, thème de la formation, intitulé de la formation, titre de la formation,
        nom de la formation, tema, tema del taller, nombre del taller, nombre de la capacitación,
        curso, nombre del curso, título de la capacitación, nome da formação, tema da formação,
        nome do curso, mada, mada ya mafunzo, jina la mafunzo, jina la warsha, kozi,
        عنوان التدريب, اسم الدورة, عنوان الورشة, اسم الورشة, الموضوع, الدورة, 培训名称, 课程名称,
        课程, 培训主题, 培训课程,
        título da formação, titre de la formation, título de la capacitación, título del taller,
        jina la mafunzo, 培训名称, عنوان التدريب""",
    "lead": """
        lead, lead trainer, trainer, trainers, trainer name, trainers name, name of trainer,
        facilitator, facilitators, facilitator name, name of facilitator, lead facilitator,
        instructor, trained by, facilitated by, given by, formateur, formateurs, formatrice,
        nom du formateur, formateur principal, facilitateur, animateur, facilitador,
        facilitadora, facilitadores, capacitador, nombre del facilitador, formador, formadores,
        formadora, instrutor, nome do formador, nome do facilitador, mwezeshaji, wawezeshaji,
        mkufunzi, wakufunzi, jina la mwezeshaji, jina la mkufunzi, المدرب, المدربون, المدربين,
        اسم المدرب, الميسر, اسم الميسر, 培训师, 讲师, 主讲, 主讲人, 培训讲师, 培训教师""",
    "co_facilitators": """
        co facilitators, co facilitator, cotrainer, co trainers, assistant trainer,
        assistant facilitator, second trainer, second facilitator, other trainers,
        other facilitators, trainer 2, trainer 3, facilitator 2, facilitator 3, co formateur,
        co formateurs, formateur 2, co animateur, cofacilitador, cofacilitadores, facilitador 2,
        co formador, co formadores, formador 2, mwezeshaji msaidizi, mwezeshaji 2,
        المدرب المساعد, المدرب 2, 助教, 协同培训师, 辅助讲师""",
    "venue": """
        venue, training venue, workshop venue, venue of training, place of training,
        training place, training site, training location, location of training, training centre,
        lieu, lieu de formation, lieu de la formation, lieu de l'atelier, lugar,
        lugar de la capacitación, lugar del taller, sede, local, local da formação,
        local de formação, mahali, mahali pa mafunzo, ukumbi, ukumbi wa mafunzo, المكان,
        مكان التدريب, مكان الانعقاد, 地点, 培训地点, 会场""",
    "workshop_region": """
        region of the workshop, workshop region, region of training, training region,
        training district, district of training, workshop district, région de la formation,
        région de l'atelier, región del taller, región de la capacitación, região da formação,
        mkoa wa mafunzo, wilaya ya mafunzo, منطقة التدريب, 培训地区""",
    "headcount": """
        headcount, number of participants, total number of participants,
        total no of participants, no of participants, number trained, people trained,
        number of people trained, total participants, total trained, participants count,
        number of attendees, total attendance, effectif, nombre de participants,
        número de participantes, total de participantes, nombre total de participants,
        idadi ya washiriki, عدد المشاركين, 人数, 参训人数, 参加人数, 培训人数""",
    "mode": """
        mode of training, mode of delivery, delivery mode, in person or online, training mode,
        mode de formation, modalité, modalidad, modalidade, njia ya mafunzo, طريقة التدريب,
        培训方式, 授课方式""",
    "modules": """
        module, modules, module covered, modules covered, modules couverts, módulo, módulos,
        moduli, الوحدات, الوحدة, 模块""",
    "level": """
        level of the certificate, certificate level, certification level, niveau du certificat,
        niveau de certification, nivel del certificado, nivel de certificación,
        nível do certificado, nível de certificação, ngazi ya cheti, مستوى الشهادة, 证书级别,
        认证级别""",
    "certified_on": """
        certified on, date certified, certification date, date of certification,
        certificate date, issue date, date of issue, issued on, date de certification,
        certifié le, date de délivrance, fecha de certificación, fecha de emisión,
        data de certificação, data de emissão, tarehe ya cheti, tarehe ya kuthibitishwa,
        تاريخ الشهادة, تاريخ الإصدار, 认证日期, 发证日期""",
    "expires_on": """
        expires on, expiry, expiry date, expiration date, date of expiry, valid until, valid to,
        date d'expiration, expire le, valable jusqu'au, fecha de vencimiento,
        fecha de caducidad, fecha de expiración, vence, válido hasta, data de validade, validade,
        data de expiração, válido até, tarehe ya kuisha, mwisho wa matumizi, تاريخ انتهاء
        الصلاحية,
        صالح حتى, 有效期, 有效期至, 到期日期, 失效日期""",
    "number": """
        number of the certificate, certificate number, certificate no, cert no,
        numéro du certificat, n du certificat, número del certificado, número de certificado,
        número do certificado, nambari ya cheti, رقم الشهادة, 证书编号, 证书号""",
    "": """
        no, nr, sn, s no, ser no, serial, serial no, serial number, number, line, line no, row,
        row no, item, signature, sign, signed, initials, thumbprint, date signed, signature date,
        remarks, remark, comments, comment, observations, dob, date of birth, birth date,
        birthdate, year of birth, birthday, timestamp, numéro, n d'ordre, numéro d'ordre, ordre,
        ligne, émargement, remarques, commentaires, date de naissance, né le, n o, orden,
        firma, observaciones, comentarios, fecha de nacimiento, línea, assinatura, observações,
        comentários, data de nascimento, linha, ordem, nambari, namba, sahihi, saini, maoni,
        tarehe ya kuzaliwa, التوقيع, الرقم, رقم, م, ملاحظات, تاريخ الميلاد, التسلسل, 序号, 签名,
        签字, 备注, 出生日期, 出生年月, last downloaded from this course, submitted by, start time,
        completion time, last modified time,
        n, na, num, nro, n º, years of service, years of experience, experience, ancienneté,
        ancienneté années, années de service, années d'expérience, años de servicio, años de
        experiencia, anos de serviço, anos de experiência, miaka kazini, miaka ya kazi, uzoefu,
        سنوات الخبرة, سنوات الخدمة, 工作年限, 工龄, per diem, per diem fcfa, transport,
        submissiondate, submitterid, submittername, attachmentspresent, attachmentsexpected,
        reviewstate, edits, formversion, devicename, instancename, gain,
        chef de village, village chief, chief, jina la mwenyekiti, mwenyekiti""",
}
"""Field → its headings; "": columns of sheets that Banyan does not record."""
