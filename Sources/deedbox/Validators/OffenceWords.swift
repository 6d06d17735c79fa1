package import NodeAPI
import Signing

/// Words about a validator that was proven to have lied: who, where, what, where the proof lies, and what comes next.
package enum OffenceWords {
    /// Two lines an offence and one at the end; nothing without an offence. `folders` hold nodes' own copies of proofs.
    package static func lines(_ offences: [OffenceBody], folders: [String] = []) -> [String] {
        guard !offences.isEmpty else { return [] }
        let copies = folders.joined(separator: tell(", ", zh: "、"))
        return offences.flatMap { ["  " + what($0), "    " + proof($0)] }
            + (folders.isEmpty ? [] : ["  " + tell("proofs as files: \(copies)", zh: "证据文件：\(copies)")])
            + ["  " + tell("Next: ", zh: "下一步：") + next(offences)]
    }

    /// One offence in a sentence.
    static func what(_ offence: OffenceBody) -> String {
        let (member, place, round) = (offence.member, offence.place, offence.round)
        return switch offence.kind {
        case "prevotes", "precommits":
            tell(
                "\(member) lied: at height \(place), round \(round) it signed two different votes (\(offence.kind))",
                zh: "\(member) 作恶：在高度 \(place) 第 \(round) 轮签了两张不同的票（\(offence.kind)）")
        case "polkas":
            tell(
                "\(member) lied: at height \(place), round \(round) it stands in two majorities that contradict",
                zh: "\(member) 作恶：在高度 \(place) 第 \(round) 轮同时出现在两个互相排斥的多数之中")
        case "amnesia":
            tell(
                "\(member) lied: at height \(place) it voted against the decision of round \(round) that it signed",
                zh: "\(member) 作恶：在高度 \(place) 签署了第 \(round) 轮的决定后又投票反对")
        case "heads":
            tell(
                "\(member) lied: it cosigned two different ledgers of \(place) leaves",
                zh: "\(member) 作恶：为条目数同为 \(place) 的两份不同账本签了名")
        case _: tell("\(member) lied: \(offence.kind) at \(place)", zh: "\(member) 作恶：\(offence.kind)，位置 \(place)")
        }
    }

    private static func proof(_ offence: OffenceBody) -> String {
        let time = Moment.text(ms: offence.time)
        return tell(
            "the proof stands in block \(offence.height) of \(time), on every node (offence.report)",
            zh: "证据记在区块 \(offence.height)（\(time)）中，每个节点都有（offence.report）")
    }

    private static func next(_ offences: [OffenceBody]) -> String {
        var members: [String] = []
        for offence in offences where !members.contains(offence.member) { members.append(offence.member) }
        let change = "deedbox validators change" + members.map { " --remove \($0)" }.joined()
        return tell(
            "keep the proofs, ask the operator, and let governance decide: \(change), or --seat with new keys "
                + "(docs/operating.md, A validator that lied)",
            zh: "保存证据，询问其运营方，并由治理方决定：\(change)，或用 --seat 换上新密钥（docs/operating.md“A validator that lied”）")
    }

    /// The same for programs.
    static func json(_ offence: OffenceBody) -> JSONValue {
        [
            "member": .string(offence.member), "kind": .string(offence.kind),
            "place": .integer(Int64(clamping: offence.place)), "round": .integer(Int64(clamping: offence.round)),
            "height": .integer(Int64(clamping: offence.height)), "time": .integer(Int64(clamping: offence.time)),
        ]
    }
}
