/// Words of the noun `evidence`.
extension EvidenceWords {
    static var abstract: String { tell("Work with the file that proves a use.", zh: "处理证明一次使用的证据包。") }
    static var discussion: String {
        ConsoleWords.examples(
            "deedbox evidence renew evidence.json --trust genesis.cbor --out renewed.json",
            "deedbox evidence print evidence.json --trust genesis.cbor --out summary.pdf",
            "deedbox evidence page --out verify.html") + "\n\n" + ConsoleWords.exitCodes
    }
}
