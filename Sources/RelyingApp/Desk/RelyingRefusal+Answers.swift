internal import NodeAPI
internal import Rulebook
public import Signing

/// A refusal as the desk's own API gives it.
extension RelyingRefusal {
    /// The HTTP status of the answer.
    public var status: Int {
        switch code {
        case "nothing-relied", "not-held": 404
        case "use-deleted": 410
        case "bad-webhook", "bad-leave", "bad-ground", "bad-name", "idempotency-key-of-another": 422
        case "clerk-limit", "too-many-sessions", "too-many-webhooks": 429
        case "ledger-unreachable": 503
        case _: code.hasPrefix("no-such-") ? 404 : 409
        }
    }

    /// Its code, and its words in both languages.
    public var json: JSONValue {
        [
            "code": .string(code), "detail": .string(words.detail.en), "detailZh": .string(words.detail.zh),
            "next": .string(words.next.en), "nextZh": .string(words.next.zh),
        ]
    }

    /// The ledger is away: asking again may help.
    init(_ silence: LedgerSilent) {
        self.init(
            "ledger-unreachable", zh: "现在问不到账本：\(silence.words.zh)",
            en: "The ledger cannot be asked now: \(silence.words.en)", nextZh: "请稍后以同样的键再发。",
            nextEn: "Send the same order again soon.")
    }

    /// True for what another moment may allow.
    var mayPass: Bool { code == "use-goes-on" || status == 429 || status == 503 }
}
