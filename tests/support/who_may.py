"""A table of access written by hand after the design (section 7), independent of Banyan's code.

The record that a route names lies in the region North of the cascade. `whole` coordinates all of
that cascade, `north` and `south` a region of it, `elsewhere` another cascade; `auditor` and
`stranger` audit this and the other cascade. Trainers stand `above` the person whom a route names,
`beside`, `below`, or are `unrelated` to them. Who is not named may not: 404, and 401 for nobody.
"""

EVERYBODY = (
    "administrator whole north south elsewhere auditor stranger above beside below unrelated"
)
IN_CASCADE = "whole north south auditor above beside below"
FIGURES = "whole north south auditor"
RECORD = "whole north auditor"
WRITE = "whole north"
SETTINGS = "whole"
ALARMS = "administrator auditor stranger"
BY_SESSION = ""
"""Whoever signed in, and no program: a token must not make others."""

MAY = {
    # cascades
    "openCascade": "administrator",
    "listCascades": "whole north south elsewhere auditor stranger above beside below unrelated",
    "getCascade": IN_CASCADE,
    "reviseStandard": SETTINGS,
    "reviseTargets": SETTINGS,
    "reviseCurriculum": SETTINGS,
    "closeCascade": SETTINGS,
    "reopenCascade": SETTINGS,
    "setSafeguards": SETTINGS,
    "listBatches": "whole north south elsewhere auditor stranger",
    "getBatch": FIGURES,
    # places
    "defineRegion": "administrator whole elsewhere",
    "listRegions": EVERYBODY,
    "getRegion": EVERYBODY,
    "defineOrganisation": "administrator whole elsewhere",
    "listOrganisations": EVERYBODY,
    "getOrganisation": EVERYBODY,
    # people
    "registerPerson": WRITE,
    "listPeople": "whole north south elsewhere auditor stranger",
    "searchPeople": "whole north south",
    "getPerson": RECORD,
    "getTrainingRecord": RECORD,
    "correctProfile": WRITE,
    "commitDetails": WRITE,
    "erasePerson": WRITE,
    "revealPerson": "auditor",
    "sayConsent": WRITE,
    "listConsents": WRITE,
    "getPersonalData": WRITE,
    "mergePeople": WRITE,
    "undoMerge": WRITE,
    "distinguishPeople": WRITE,
    # workshops
    "planWorkshop": WRITE,
    "holdWorkshop": WRITE,
    "listWorkshops": "whole north south elsewhere auditor stranger",
    "searchWorkshops": FIGURES,
    "getWorkshop": RECORD,
    "correctWorkshop": WRITE,
    "rescheduleWorkshop": WRITE,
    "cancelWorkshop": WRITE,
    "voidWorkshop": WRITE,
    "restoreWorkshop": WRITE,
    "addAttendance": WRITE,
    "voidAttendance": WRITE,
    "moveAttendance": WRITE,
    "restoreAttendance": WRITE,
    "recordScores": WRITE,
    "recordFeedback": WRITE,
    "attachEvidence": WRITE,
    "getEvidence": WRITE,
    # certification
    "listCertifications": FIGURES,
    "getCertification": RECORD,
    "nominate": WRITE,
    "assess": WRITE,
    "creditCofacilitation": WRITE,
    "certify": WRITE,
    "correctCertificate": WRITE,
    "voidCertificate": WRITE,
    "renew": WRITE,
    "suspend": WRITE,
    "reinstate": WRITE,
    "revoke": WRITE,
    # outcomes
    "observeBehaviour": WRITE,
    "reportResult": WRITE,
    "claimSharing": WRITE,
    "voidOutcome": WRITE,
    "listOutcomes": "whole north south elsewhere auditor stranger",
    "getOutcome": RECORD,
    # proposals: the one that routes name is of the trainer beside, who works in the North
    "makeProposal": "above beside below",
    "listProposals": "whole north south elsewhere above beside below unrelated",
    "getProposal": "whole north beside",
    "reviseProposal": "beside",
    "withdrawProposal": "beside",
    "returnProposal": WRITE,
    "acceptProposal": WRITE,
    "getProposalHistory": FIGURES,
    # a trainer's own branch
    "getBranch": "above beside below",
    "listBranchWorkshops": "above beside below",
    "listBranchPeople": "above beside below",
    "listBranchPeopleApart": "above beside below",
    "listBranchTrainers": "above beside below",
    "getBranchHistory": "above beside below",
    "getBranchCertificate": "above beside below",
    # figures, flags, history
    "listReach": FIGURES,
    "getReach": FIGURES,
    "listChildren": FIGURES,
    "listRoots": FIGURES,
    "listGenerations": FIGURES,
    "getSummary": FIGURES,
    "getNeeds": WRITE + " south",
    "getReport": FIGURES,
    "getReplay": FIGURES,
    "getComparison": FIGURES,
    "listFlags": FIGURES,
    "countFlags": FIGURES,
    "listDuplicates": WRITE + " south",
    "findSimilarPeople": WRITE + " south",
    "leavePeopleUnsure": WRITE,
    "getCascadeHistory": FIGURES,
    "getPersonHistory": FIGURES,
    "getWorkshopHistory": FIGURES,
    "getCertificationHistory": FIGURES,
    "getOutcomeHistory": FIGURES,
    "getRegionHistory": "whole north south elsewhere auditor stranger",
    "getOrganisationHistory": "whole north south elsewhere auditor stranger",
    "getBatchHistory": FIGURES,
    # the alarm of a log that is another than it was: whom it concerns in any cascade
    "listAlarms": ALARMS,
    "acknowledgeAlarm": ALARMS,
    # accounts
    "whoAmI": EVERYBODY,
    "listSessions": BY_SESSION,
    "endSession": BY_SESSION,
    "listTokens": BY_SESSION,
    "makeToken": BY_SESSION,
    "revokeToken": BY_SESSION,
    "listAccounts": "administrator",
    "invite": "administrator",
    "resetAccount": "administrator",
    "disableAccount": "administrator",
    "enableAccount": "administrator",
    "listGrants": "administrator",
    "grantRole": "administrator",
    "withdrawRole": "administrator",
}
"""Operation → who may, with a token."""

PAGES = {
    "/cascades/<cascade>": FIGURES,
    "/cascades/<cascade>/flags": FIGURES,
    "/cascades/<cascade>/proposals": "whole north south",
    "/cascades/<cascade>/workshops": RECORD + " south",
    "/cascades/<cascade>/workshops/<workshop>": RECORD,
    "/cascades/<cascade>/workshops/<workshop>/correction": WRITE,
    "/cascades/<cascade>/workshops/<workshop>/voiding": WRITE,
    "/cascades/<cascade>/workshops/<workshop>/restoration": WRITE,
    "/cascades/<cascade>/workshops/<workshop>/cancellation": WRITE,
    "/cascades/<cascade>/workshops/<workshop>/rescheduling": WRITE,
    "/cascades/<cascade>/workshops/<workshop>/attendances/new": WRITE,
    "/cascades/<cascade>/workshops/<workshop>/attendances/<attendance>": WRITE,
    "/cascades/<cascade>/people": FIGURES,
    "/cascades/<cascade>/people/<person>": RECORD,
    "/cascades/<cascade>/people/<person>/certification": RECORD,
    "/cascades/<cascade>/people/<person>/consents": WRITE,
    "/cascades/<cascade>/people/<person>/correct": WRITE,
    "/cascades/<cascade>/people/<person>/erase": WRITE,
    "/cascades/<cascade>/people/<person>/merge": WRITE,
    "/cascades/<cascade>/people/<person>/outcome": WRITE,
    "/cascades/<cascade>/people/<person>/reveal": "auditor",
    "/cascades/<cascade>/trainers": FIGURES,
    "/cascades/<cascade>/duplicates": "whole north south",
    "/cascades/<cascade>/workshops/new": "whole north south",
    "/cascades/<cascade>/import": SETTINGS,
    "/cascades/<cascade>/import/template.xlsx": SETTINGS,
    "/cascades/<cascade>/report": FIGURES,
    "/cascades/<cascade>/settings": FIGURES,
    "/cascades/new": "administrator",
    "/cascades/<cascade>/compare": FIGURES,
    "/cascades/<cascade>/history": FIGURES,
    "/cascades/<cascade>/replay": FIGURES,
    "/branch/<cascade>": "above beside below",
    "/branch/<cascade>/apart": "above beside below",
    "/branch/<cascade>/breakdowns": "above beside below",
    "/branch/<cascade>/people": "above beside below",
    "/branch/<cascade>/rows": "above beside below",
    "/branch/<cascade>/workshops": "above beside below",
    "/branch/<cascade>/workshops/new": "above beside below",
    "/account": EVERYBODY,
    "/account/second-factor": EVERYBODY,
    "/accounts": "administrator",
    "/accounts/<account>": "administrator",
}
"""Page → who may, with a session."""

OPEN_PAGES = {"/", "/signin", "/signin/second-factor", "/link/<secret>"}
"""Access without signing in."""

OWN_PAGES = {
    "/cascades/<cascade>/import/<upload>",
    "/cascades/<cascade>/import/<upload>/errors.xlsx",
    "/cascades/<cascade>/import/batches/<batch>",
    "/cascades/<cascade>/proposals/<proposal>",
    "/cascades/<cascade>/settings/organisations/<organisation>",
    "/cascades/<cascade>/settings/regions/<region>",
    "/branch/<cascade>/proposals/<proposal>",
}
"""About a proposal, an upload or a place: tests/api/pages has them."""
