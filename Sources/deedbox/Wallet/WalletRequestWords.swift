import Rulebook
import Signing
import WalletApp

/// Words about requests.
enum WalletRequestWords {
    static var requests: String { tell("Show what relying parties ask of you.", zh: "查看用证方的请求。") }
    static var requestsDiscussion: String {
        tell(
            """
            With a link, the request is fetched, and checked before it is shown: who signed it, that this member may \
            ask, that the ledger has the scene, approved and open, and that the request keeps within it. The desk \
            learns a key that is used this once, and nothing of you.
            """,
            zh: """
                给出链接时先取回请求，核验后才显示：由谁签署、该成员是否有权请求、账本上是否有该场景且已批准未终止、请求是否在场景之内。\
                用证方只得到一把一次性公钥，此外一无所知。
                """) + "\n\n"
            + ConsoleWords.examples(
                "deedbox wallet requests \"deedbox://request?client_id=bank&request_uri=…\" --data wallet "
                    + "--passphrase-file pass",
                "deedbox wallet requests --data wallet --passphrase-file pass")
    }
    static var link: String { tell("The link of a relying party, or its web address.", zh: "用证方的链接或其网页地址。") }
    static var all: String { tell("Those that were answered or are over, too.", zh: "包括已答复和已过期的。") }
    static var linkNeedsNetwork: String {
        tell("a link is fetched from the network: leave --offline away", zh: "取回链接需要联网：请去掉 --offline")
    }
    static var number: String { tell("The request's number, as `requests` shows it.", zh: "请求编号，见 requests。") }

    static func count(_ count: Int) -> String {
        tell(count == 1 ? "1 request" : "\(count) requests", zh: "\(count) 项请求")
    }

    static func headline(_ request: RequestView) -> String {
        tell(
            "Request \(request.id): \(request.partyName.en) asks", zh: "第 \(request.id) 号请求：\(request.partyName.zh)")
    }

    static func meaning(_ request: RequestView) -> String? {
        let missing = request.types.filter(\.isMissing)
        guard !missing.isEmpty else { return nil }
        return missing.map { type in
            let issuers = type.issuers.map { tell($0) }.joined(separator: tell(", ", zh: "、"))
            return tell("Missing: ", zh: "缺少：") + tell(type.name)
                + (issuers.isEmpty ? "" : tell("; issued by ", zh: "；签发机构：") + issuers)
        }.joined(separator: "\n")
    }

    /// What the holder does next: what lacks a document cannot be granted.
    static func next(_ request: RequestView, _ options: WalletOptions) -> String {
        let refusal = "deedbox wallet refuse \(request.id) " + options.words
        guard request.types.contains(where: \.isMissing) else {
            let grant = "deedbox wallet grant \(request.id) " + options.words
            guard request.mayBeOver else { return grant }
            return tell(
                "if the clerk has confirmed the number: \(grant); else ask for a new request",
                zh: "柜员已确认数字的：\(grant)；否则请柜员重新发起请求")
        }
        return tell("deedbox wallet apply gets what is missing; or ", zh: "用 deedbox wallet apply 申请所缺证照；或 ") + refusal
    }

    /// Everything that a holder should read before he answers.
    static func lines(_ request: RequestView) -> [String] {
        var facts = [
            ["\(request.id)", tell(request.partyName) + " (\(request.party))"],
            ["", tell("for ", zh: "用途：") + tell(request.purpose)],
            ["", tell("on the basis of ", zh: "依据：") + tell(request.basis)],
            ["", tell("case ", zh: "案号：") + request.caseNumber],
        ]
        if let counter = request.counter { facts.append(["", words(counter)]) }
        if let text = request.text { facts.append(["", tell("says: ", zh: "附言：") + tell(text)]) }
        facts.append(["", terms(request)])
        facts.append([
            "",
            tell(
                "keeps it \(counted(Int(clamping: request.retentionDays), "day")); "
                    + "answer until \(UTCTime(seconds: request.notAfter))",
                zh: "留存 \(request.retentionDays) 天；答复期限 \(UTCTime(seconds: request.notAfter))"),
        ])
        return TextTable.lines(facts) + request.types.flatMap(lines)
    }

    /// The counter, and the number that its clerk types.
    private static func words(_ counter: RequestView.Counter) -> String {
        let place = "\(counter.name), \(counter.place)"
        guard counter.isShown else {
            return tell(
                "at the counter \(place); the minute of its number is over: unless the clerk confirmed it, "
                    + "the request is over, too",
                zh: "柜台：\(place)；数字的一分钟已过：柜员未确认的，请求已作废")
        }
        return tell(
            "at the counter \(place); show the clerk this number: \(counter.number)",
            zh: "柜台：\(place)；请向柜员出示数字：\(counter.number)")
    }

    private static func json(_ counter: RequestView.Counter) -> JSONValue {
        [
            "name": .string(counter.name), "place": .string(counter.place),
            "number": counter.isShown ? .string(counter.number) : .null,
            "until": .integer(Int64(clamping: counter.until)),
        ]
    }

    private static func terms(_ request: RequestView) -> String {
        let term = Moment.duration(request.term * 1_000)
        let interval = request.minimumInterval
        return tell(
            "\(counted(Int(clamping: request.maxUses), "use")) at most, within \(term)",
            zh: "至多使用 \(request.maxUses) 次，期限 \(term)")
            + (interval == 0
                ? ""
                : tell(
                    ", \(Moment.duration(interval * 1_000)) apart at least",
                    zh: "，两次至少相隔 \(Moment.duration(interval * 1_000))"))
    }

    private static func lines(_ type: RequestView.AskedType) -> [String] {
        let documents = type.documents.map { document in
            let why = document.answer == .no ? document.fact.map { tell(": ", zh: "：") + tell($0) } : nil
            return "\(document.id) [" + document.answer.word + "]" + (why ?? "")
        }
        let held =
            documents.isEmpty
            ? tell("the wallet has none", zh: "钱包中没有") : documents.joined(separator: tell(", ", zh: "、"))
        let issuers =
            type.isMissing && !type.issuers.isEmpty
            ? tell("; issued by ", zh: "；签发机构：") + type.issuers.map { tell($0) }.joined(separator: tell(", ", zh: "、"))
            : ""
        let head = "      " + tell(type.name) + " (\(type.type)): " + held + issuers
        return [head]
            + type.fields.map { field in
                "        [" + (field.isRequired ? "x" : " ") + "] \(field.path)  " + tell(field.name)
                    + (field.isRequired ? "" : tell("  (optional)", zh: "（可选）"))
            }
    }

    static func json(_ request: RequestView) -> JSONValue { .object(members(request)) }

    static func members(_ request: RequestView) -> JSONObject {
        [
            "request": .integer(request.id), "party": .string(request.party.text),
            "partyName": .string(tell(request.partyName)), "scene": .string(request.scene.text),
            "profile": .string(request.profile.text), "purpose": .string(tell(request.purpose)),
            "basis": .string(tell(request.basis)), "case": .string(request.caseNumber),
            "text": request.text.map { .string(tell($0)) } ?? .null,
            "counter": request.counter.map(json) ?? .null,
            "maxUses": .integer(Int64(clamping: request.maxUses)),
            "termSeconds": .integer(Int64(clamping: request.term)),
            "minimumIntervalSeconds": .integer(Int64(clamping: request.minimumInterval)),
            "retentionDays": .integer(Int64(clamping: request.retentionDays)),
            "releaseAssurance": .integer(Int64(clamping: request.releaseAssurance)),
            "notAfter": .string(Moment.text(ms: request.notAfter * 1_000)),
            "isAnswered": .bool(request.isAnswered), "types": .array(request.types.map(json)),
        ]
    }

    private static func json(_ type: RequestView.AskedType) -> JSONValue {
        [
            "type": .string(type.type.text), "name": .string(tell(type.name)), "isMissing": .bool(type.isMissing),
            "issuers": .array(type.issuers.map { .string(tell($0)) }),
            "fields": .array(
                type.fields.map { field in
                    [
                        "path": .string(field.path), "name": .string(tell(field.name)),
                        "level": .integer(Int64(clamping: field.level)), "required": .bool(field.isRequired),
                    ]
                }),
            "documents": .array(
                type.documents.map { document in
                    [
                        "document": .integer(document.id), "answer": .string(document.answer.rawValue),
                        "fields": .array(document.paths.sorted().map { .string($0) }),
                    ]
                }),
        ]
    }
}

extension RequestView {
    /// True once the minute of a counter's number is over: the wallet does not learn whether the clerk confirmed it.
    var mayBeOver: Bool { counter.map { !$0.isShown } ?? false }
}
