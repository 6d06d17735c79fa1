internal import Evidence
internal import Ledger
internal import Rulebook
internal import Signing

/// What leads from the paper back to file and ledger.
extension EvidenceSummary {
    func drawCheckpoint(into flow: inout PageFlow) {
        flow.heading(Bilingual(zh: "检查点", en: "Checkpoint"))
        flow.value(Bilingual(zh: "账本标识", en: "origin"), evidence.origin, isMono: true)
        guard let final = use?.checkpoint else {
            flow.remark(Bilingual(zh: "文件未能证明终局检查点。", en: "The file proves no final checkpoint."))
            return
        }
        let head = final.checkpoint.head
        flow.value(Bilingual(zh: "日志条目数", en: "log size"), String(head.size))
        flow.value(Bilingual(zh: "日志根", en: "root"), Base64.encode(head.root.bytes), isMono: true)
        for cosigner in final.cosigners {
            flow.value(
                Bilingual(zh: "联署", en: "cosigned by"),
                "\(cosigner.name) · \(PageTime.local(seconds: cosigner.time)) (UTC+8)", isSmall: true)
        }
    }

    func drawVerifying(into flow: inout PageFlow) {
        let codes = codes
        flow.need(112 + (codes.map(\.side).max() ?? 0))
        flow.heading(Bilingual(zh: "如何核对", en: "How to check this page"))
        flow.value(Bilingual(zh: "证据文件摘要", en: "SHA-256 of the file"), digest.hex, isMono: true)
        let name = addressee.map { " --as \"\($0.text)\"" } ?? ""
        let ways = [
            "命令 command: deedbox verify FILE --trust genesis.cbor\(name)",
            "Python (Tests/Strangers/evidence.py): python3 evidence.py FILE --trust genesis.cbor\(name)",
            "浏览器 browser: 核验页，文件不离开本机 · the verifier page; the file stays on the machine",
        ]
        flow.row(
            [PageFlow.Cell(x: 0, width: PageFlow.width, lines: ways.map { ($0, TextStyle(size: 8.5)) })],
            place: "how to check", after: 6)
        draw(codes, into: &flow)
    }

    /// A code of a page, or why there is none.
    private struct PageCode {
        let code: QRCode?
        let words: Bilingual

        /// In points, with its quiet zone: half a millimetre a module is read by phones and survives a copier.
        var side: Double { Double((code?.width ?? 0) + 2 * QRCode.quietZone) * 1.4 }

        init(_ text: String, _ words: Bilingual) {
            code = try? QRCode(text, maxVersion: QRCode.maxPaperVersion)
            self.words =
                code == nil
                ? Bilingual(zh: "\(words.zh)：过长，不能印成二维码，见证据文件", en: "\(words.en): too long for a code; see the file")
                : words
        }
    }

    /// The receipt, and beside it the checkpoint with its signatures.
    private var codes: [PageCode] {
        let own = PageCode(
            receipt.text, Bilingual(zh: "回执：文件摘要、使用、条目、日志根", en: "Receipt: file, use, leaf, root of the log"))
        guard let note = use?.checkpoint.note else { return [own] }
        return [own, PageCode(note.encoded, Bilingual(zh: "检查点及其联署", en: "Checkpoint with its cosignatures"))]
    }

    private func draw(_ codes: [PageCode], into flow: inout PageFlow) {
        let (column, style) = (PageFlow.width / 2, TextStyle(size: 8, isCentred: true, ink: .grey))
        let height = codes.map(\.side).max() ?? 0
        for (place, code) in codes.enumerated() {
            guard let drawn = code.code else { continue }
            let x = Double(place) * column + (column - code.side) / 2
            flow.code(drawn, x: x, below: (height - code.side) / 2, side: code.side)
        }
        flow.space(height + 1)
        flow.row(
            codes.enumerated().map { place, code in
                PageFlow.Cell(
                    x: Double(place) * column, width: column, lines: [(code.words.zh, style), (code.words.en, style)])
            }, place: "codes")
    }
}
