internal import NodeAPI
internal import Rulebook
internal import Signing

extension GrantRefusal {
    private static let doNotAnswer = Bilingual(zh: "不要答复，并告知该用证方", en: "do not answer, and tell the relying party")

    /// Words about what came as a request.
    var requestWords: Words {
        let (detail, next) = requestFact
        return Words(detail: detail, next: next ?? GrantRefusal.doNotAnswer)
    }

    /// The fact, and the next step where it is not to leave the request unanswered.
    private var requestFact: (Bilingual, Bilingual?) {
        switch self {
        case .notALink(let text):
            (
                Bilingual(zh: "“\(text.prefix(60))”不是用证请求链接", en: "\"\(text.prefix(60))\" is no link to a request"),
                Bilingual(
                    zh: "请完整复制 deedbox://request?… 或其网页地址", en: "copy the whole deedbox://request?… or its web address")
            )
        case .notARequest(let party):
            (Bilingual(zh: "\(party) 的签名请求无法读取", en: "the signed request of \(party) does not read"), nil)
        case .notARelyingParty(let party):
            (Bilingual(zh: "\(party) 在账本上不是用证方", en: "\(party) is no relying party on the ledger"), nil)
        case .partySuspended(let party, let since):
            (
                Bilingual(
                    zh: "\(party) 自 \(UTCTime(seconds: since / 1_000)) 起已被暂停",
                    en: "\(party) is suspended since \(UTCTime(seconds: since / 1_000))"), nil
            )
        case .unknownScene(let party, let code):
            (Bilingual(zh: "\(party) 没有声明场景 \(code)", en: "\(party) has declared no scene \(code)"), nil)
        case .sceneNotApproved(let party, let code):
            (
                Bilingual(
                    zh: "\(party) 的场景 \(code) 尚未获监管方批准", en: "no regulator has approved the scene \(code) of \(party)"),
                nil
            )
        case .sceneEnded(let party, let code, let at):
            (
                Bilingual(
                    zh: "\(party) 的场景 \(code) 已于 \(UTCTime(seconds: at / 1_000)) 终止",
                    en: "the scene \(code) of \(party) ended at \(UTCTime(seconds: at / 1_000))"), nil
            )
        case .unknownProfile(let party, let profile):
            (Bilingual(zh: "\(party) 的场景没有字段集 \(profile)", en: "the scene of \(party) has no profile \(profile)"), nil)
        case .otherQuery(let party, let profile):
            (
                Bilingual(
                    zh: "\(party) 索取的字段与其字段集 \(profile) 不一致",
                    en: "\(party) asks for other fields than its profile \(profile) has"),
                nil
            )
        case .beyondScene(let party, let term, let asked, let limit):
            (
                Bilingual(
                    zh: "\(party) 请求的\(term == .uses ? "次数" : "期限（秒）")为 \(asked)，场景至多 \(limit)",
                    en:
                        "\(party) asks for \(asked) \(term == .uses ? "uses" : "seconds"), and its scene has \(limit)"
                ),
                nil
            )
        case .noSealingKey(let party):
            (
                Bilingual(zh: "\(party) 没有登记加密公钥", en: "\(party) has registered no key to seal to"),
                Bilingual(zh: "请用证方先登记，再给出新链接", en: "the relying party registers one, and gives a new link")
            )
        case .otherSealingKey(let party):
            (
                Bilingual(
                    zh: "请求中的加密公钥不是 \(party) 登记的", en: "the request names another key to seal to than \(party) has"),
                nil
            )
        case .noRegulator(let party, let code):
            (
                Bilingual(
                    zh: "\(party) 的场景 \(code) 没有监管方的加密公钥，追溯件无从加密",
                    en: "no regulator has a key for the scene \(code) of \(party), so the trace packet cannot be sealed"
                ),
                Bilingual(zh: "请监管方登记加密公钥", en: "the regulator registers a sealing key")
            )
        case .codeOver:
            (
                Bilingual(zh: "亮码已过一分钟，没有柜员扫描", en: "no clerk has scanned the code within its minute"),
                Bilingual(zh: "请重新亮码", en: "show a new one")
            )
        case .falseCall:
            (
                Bilingual(
                    zh: "应答亮码的不是在册用证方，或链接不属于它",
                    en: "no relying party of the ledger answered the code, or the link is another's"),
                Bilingual(zh: "请重新亮码，并告知柜员", en: "show a new code, and tell the clerk")
            )
        case .noSuchRequest, .requestOver, .answered, .tooManyUses, .tooLong, .nothingHeld, .fieldMissing,
            .fieldNotAsked, .fieldNeeded, .documentNotAsked, .documentNotGood, .nothingChosen, .noHolderKey,
            .keysMissing, .notDealt, .notHeld, .noSuchGrant, .notOnLedger, .over, .nothingToTighten, .nothingToDeal,
            .useNotSeen:
            (words.detail, words.next)
        }
    }
}
