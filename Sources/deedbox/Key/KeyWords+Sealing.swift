/// Words on keys to which others seal.
extension KeyWords {
    static var sealing: String {
        tell("Make the key to which wallets seal for an institution.", zh: "生成供钱包向机构密封数据的密钥。")
    }

    static var sealingDiscussion: String {
        tell(
            """
            Relying parties and regulators have its public part registered with them: what a holder grants is sealed \
            to it, and nobody else opens it. It signs nothing.
            """,
            zh: "用证方和监管方登记其公钥：持有人授权的数据密封给它，只有私钥持有者能打开。它不用于签名。") + "\n\n"
            + ConsoleWords.examples(
                "deedbox key sealing --out bank-sealing.key",
                "deedbox member update members.json --keys . --governance-key g1.key --governance-key g2.key")
    }

    /// What follows for the owner; `secrecy` says how the file keeps its secret part.
    static func sealingMeaning(_ secrecy: String) -> String {
        secrecy + " "
            + tell(
                "Keep it when another takes its place: what was sealed to it opens with no other.",
                zh: "更换密钥后仍须保留旧密钥：此前密封给它的数据只有它能打开。")
    }

    static var describeSealing: String {
        tell("sealing: what others seal for an institution alone", zh: "sealing：他人密封给机构的数据")
    }

    static func secretPart(isSealed: Bool) -> String {
        isSealed ? tell("sealed with a passphrase", zh: "已用口令加密") : tell("plain", zh: "明文")
    }
}
