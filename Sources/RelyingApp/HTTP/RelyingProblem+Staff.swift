internal import Accounts
internal import NodeAPI
internal import RelyingAPI
internal import Rulebook

/// Problems of the API for staff and programs.
extension RelyingProblem {
    /// Why somebody may not.
    init(_ refusal: AccountRefusal) {
        let told = refusal.told
        self.init(told.status, told.code, told.detail, next: told.next)
    }

    /// What staff asked and the desk does not do, in the words of the refusal.
    init(staff refusal: RelyingRefusal) {
        self.init(refusal.status, refusal.code, refusal.words.detail, next: refusal.words.next)
    }

    static var wrongMediaType: RelyingProblem {
        RelyingProblem(
            415, "wrong-media-type", Bilingual(zh: "请求体应为 application/json。", en: "The body must be application/json."),
            next: Bilingual(zh: "请设置 content-type。", en: "Set the content-type."))
    }

    static func badBody(_ fact: String) -> RelyingProblem {
        RelyingProblem(
            400, "bad-body", Bilingual(zh: "请求体不合格式：\(fact)", en: "The body is not in its form: \(fact)"),
            next: Bilingual(zh: "请按 GET /openapi.json 改正。", en: "Correct it as GET /openapi.json says."))
    }
}
