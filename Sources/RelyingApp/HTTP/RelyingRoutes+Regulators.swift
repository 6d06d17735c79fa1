internal import Hummingbird
internal import NodeAPI
internal import Pages
internal import RelyingAPI
internal import Rulebook

/// What regulators ask: a signed question is its own sign-in.
extension RelyingRoutes {
    func addRegulators(to router: Router<BasicRequestContext>) {
        router.post("regulator/uses") { request, _ in
            // Read first: who is slow, and has signed nothing yet, takes no place.
            let bytes = try await bytes(request, max: UsesQuestion.maxByteCount)
            guard asking.enter() else { throw RelyingProblem.tooManyRequests }
            defer { asking.leave() }
            return Response(try await desk.answer(bytes, within: questions), as: "application/cbor")
        }
    }
}

extension RelyingProblem {
    static func notAMember(_ name: String) -> RelyingProblem {
        RelyingProblem(
            403, "not-a-member",
            Bilingual(zh: "没有在籍成员“\(name)”签署该提问。", en: "No member in good standing \"\(name)\" signed the question."),
            next: Bilingual(zh: "请用登记的密钥签署。", en: "Sign by a key that is registered."))
    }

    static func notARegulator(_ member: MemberID) -> RelyingProblem {
        RelyingProblem(
            403, "not-a-regulator", Bilingual(zh: "\(member) 不是监管方。", en: "\(member) is no regulator."),
            next: Bilingual(zh: "只有监管方可以提问。", en: "Only a regulator may ask."))
    }

    static func otherDesk(_ url: String) -> RelyingProblem {
        RelyingProblem(
            403, "other-desk",
            Bilingual(zh: "该提问是问另一用证台的；本台地址为 \(url)。", en: "The question is to another desk; this one is \(url)."),
            next: Bilingual(zh: "请按该地址提问。", en: "Ask it at this address."))
    }

    static func notAttested(_ fact: String) -> RelyingProblem {
        RelyingProblem(
            422, "not-attested",
            Bilingual(zh: "签发机构的证明不成立：\(fact)。", en: "The issuer's attestation does not hold: \(fact)."),
            next: Bilingual(
                zh: "请签发台用 deedbox disclosure tag --attestation 重新出具。",
                en: "Have the issuing desk make one by deedbox disclosure tag --attestation."))
    }

    static func notDisclosed(_ fact: String) -> RelyingProblem {
        RelyingProblem(
            403, "not-disclosed",
            Bilingual(zh: "没有已终局的披露声明支持该提问：\(fact)。", en: "No final disclosure stands behind the question: \(fact)."),
            next: Bilingual(
                zh: "先在该标签下写入披露声明，再附其回执提问。",
                en: "Enter a disclosure under the attested tag first, and ask with its receipt."))
    }

    static var tooManyQuestions: RelyingProblem {
        RelyingProblem(
            429, "too-many-questions",
            Bilingual(
                zh: "每分钟至多 \(QuestionRates.perMinute) 个提问。",
                en: "At most \(QuestionRates.perMinute) questions a minute."),
            next: Bilingual(zh: "请一分钟后再问。", en: "Ask again in a minute."))
    }
}
