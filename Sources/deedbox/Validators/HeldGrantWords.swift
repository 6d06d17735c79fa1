import Ledger
package import Rulebook
import Signing

/// What a change of the validators means for the grants that were dealt to those of today and before.
package enum HeldGrantWords {
    /// Lines for whoever signs the change; none when nobody leaves, or no grant stands. `grants` is nil when no node
    /// tells how many do; the last of the epochs is today's.
    package static func lines(_ grants: Int?, _ epochs: [Epoch], after validators: [Validator]) -> [String] {
        guard let epoch = epochs.last, grants != 0 else { return [] }
        // Whom a deposit was dealt to, the release key tells: a member with another one answers for nothing of before.
        let (now, then) = (keys(epoch.validators), keys(validators))
        let leaving = epoch.validators.filter { !then.contains($0.keys.release) }.map(\.member.text)
        guard !leaving.isEmpty else { return [] }
        let short = epochs.filter { staying($0, in: now) >= $0.quorum.count && staying($0, in: then) < $0.quorum.count }
        return [count(grants), keep(leaving)] + short.map { isShort($0, staying($0, in: then)) }
    }

    private static func keys(_ validators: [Validator]) -> Set<PublicKey> { Set(validators.map(\.keys.release)) }

    /// How many of an epoch's validators have their release key still.
    private static func staying(_ epoch: Epoch, in keys: Set<PublicKey>) -> Int {
        epoch.validators.count(where: { keys.contains($0.keys.release) })
    }

    private static func count(_ grants: Int?) -> String {
        guard let grants else {
            return tell("grants stay with those they were dealt to", zh: "授权仍由分发时的验证节点答复")
        }
        return tell(
            "\(counted(grants, "grant")) on the ledger stay with those they were dealt to",
            zh: "账本上的 \(grants) 个授权仍由分发时的验证节点答复")
    }

    private static func keep(_ leaving: [String]) -> String {
        let members = leaving.joined(separator: ", ")
        return tell(
            "  \(members): keep the node with its keys and its folder running until they are closed or dealt again",
            zh: "  \(members)：请保留节点及其密钥和目录并继续运行，直至这些授权关闭或重新分发")
    }

    private static func isShort(_ epoch: Epoch, _ staying: Int) -> String {
        let (all, needed) = (epoch.validators.count, epoch.quorum.count)
        return tell(
            "  epoch \(epoch.number): \(staying) of its \(all) validators stay, and \(needed) open a use: without "
                + "those who leave, its grants open no more",
            zh: "  任期 \(epoch.number)：\(all) 个节点中留任 \(staying) 个，而打开一次使用需要 \(needed) 个："
                + "缺少离任者，该任期的授权将无法打开")
    }
}
