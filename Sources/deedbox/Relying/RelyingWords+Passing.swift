import RelyingAPI
import RelyingApp
import Rulebook

/// Words about evidence that is passed on.
extension RelyingWords {
    static var pass: String {
        tell("Hand the evidence of a use to somebody else, on the record.", zh: "把一次使用的证据转交他人，并在账本上留痕。")
    }
    static var passDiscussion: String {
        tell(
            """
            A use is addressed to its party alone. This enters an act that everybody can count and the holder sees, \
            waits until it is final, and writes evidence that says yes to its recipient. Somebody outside the ledger, \
            as a court, is named by name; the ledger shows a salted commitment.
            """,
            zh: """
                使用只对用证方本身有效。本命令登记一项人人可计数、持有人可见的转交行为，待其终局后写出受转交者可采信的证据包。\
                账本外的接收人（如法院）按名称给出，账本上只有加盐承诺。
                """) + "\n\n"
            + ConsoleWords.examples(
                "deedbox relying pass GRANT --index 1 --to \"Sample District Court\" --ground courtOrder "
                    + "--case 2026-17 --out for-court.json --data bank",
                "deedbox relying pass GRANT --index 1 --leave leave.json --out for-notary.json --data bank")
    }
    static var passedIndex: String { tell("Which use.", zh: "第几次使用。") }
    static var passedTo: String {
        tell("A member, or the name of somebody outside the ledger.", zh: "成员标识，或账本外接收人的名称。")
    }
    static var passedGround: String {
        tell("The legal ground: \(groundWords).", zh: "法定依据：\(groundWords)。")
    }
    static var passedCase: String {
        tell("The number of the matter; the ledger has its salted commitment.", zh: "案号；账本上只有其加盐承诺。")
    }
    static var passedLeave: String {
        tell("The holder's leave, by `deedbox wallet pass-leave`.", zh: "持有人的同意书，由 deedbox wallet pass-leave 出具。")
    }
    static var oneRight: String {
        tell(
            "either --to, --ground and --case, or the holder's --leave", zh: "须给出 --to、--ground 与 --case，或持有人的 --leave")
    }
    static var passedMeaning: String {
        tell(
            "It says yes to its recipient and to you, to nobody else. The holder sees on the ledger that it "
                + "was passed on.",
            zh: "只有受转交者和本机构可以采信。持有人能在账本上看到这次转交。")
    }
    private static var groundWords: String {
        PassingOrder.grounds.map(\.word).joined(separator: ", ")
    }

    static func ground(_ word: String) throws -> LegalGround {
        guard let ground = LegalGround(word: word), PassingOrder.grounds.contains(ground) else {
            throw CommandError.usage(
                tell(
                    "'\(word)' is no ground to pass evidence on: \(groundWords)",
                    zh: "“\(word)”不是转交的法定依据：\(groundWords)"))
        }
        return ground
    }

    static var passAgain: String {
        tell("Enter it once more, although the same was passed on before.", zh: "即使此前已作相同转交，仍再登记一次。")
    }

    static func noRecipient(_ name: String) -> CommandError {
        .usage(
            tell(
                "'\(name)' is neither a member's id nor a name: one line of "
                    + "at most \(RecipientName.maxByteCount) bytes",
                zh: "“\(name)”既不是成员标识，也不是名称：一行，至多 \(RecipientName.maxByteCount) 字节"))
    }

    /// A clerk who names the recipient beside the leave means that one.
    static func check(_ leave: [UInt8], isFor name: String) throws {
        guard let file = try? LeaveFile(parsing: leave), file.to.text != name else { return }
        throw CommandError.usage(
            tell("the leave is for \(file.to.text), and not for \(name)", zh: "同意书给的是 \(file.to.text)，而非 \(name)"))
    }

    static func passed(_ passing: StoredPassing, _ path: String) -> String {
        let to = passing.to ?? "?"
        return tell(
            "Use \(passing.use) is passed on to \(to); its evidence is in \(path)",
            zh: "第 \(passing.use) 次使用已转交给 \(to)，证据包已写入 \(path)")
    }

    static func line(_ passing: StoredPassing) -> String {
        let to = passing.to ?? tell("somebody whose name was deleted", zh: "名称已删除的接收人")
        let right = passing.ground?.word ?? tell("the holder's leave", zh: "持有人同意")
        let place =
            passing.height.map { tell("block \($0)", zh: "区块 \($0)") } ?? tell("not final yet", zh: "尚未终局")
        return tell(
            "use \(passing.use) passed on to \(to): \(right), \(place)",
            zh: "第 \(passing.use) 次使用已转交给 \(to)：\(right)，\(place)")
    }
}
