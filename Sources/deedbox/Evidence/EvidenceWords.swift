/// Words of the noun `evidence`.
extension EvidenceWords {
    static var abstract: String { tell("Work with the file that proves a use.", zh: "处理证明一次使用的证据文件。") }
    static var discussion: String {
        ConsoleWords.examples("deedbox evidence print evidence.json --trust genesis.cbor --out summary.pdf") + "\n\n"
            + ConsoleWords.exitCodes
    }
}
