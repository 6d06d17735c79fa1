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
                Bilingual(zh: "联署", en: "cosigned"), "\(cosigner.name) · \(PageTime.words(seconds: cosigner.time))")
        }
    }

    func drawVerifying(into flow: inout PageFlow) {
        flow.heading(Bilingual(zh: "如何核对", en: "How to check this page"))
        flow.value(Bilingual(zh: "证据文件 SHA-256", en: "of the evidence file"), digest.hex, isMono: true)
        let style = TextStyle(size: 8.5)
        let ways = [
            "命令 command:  deedbox verify evidence.json --trust genesis.cbor",
            "Python:  evidence.py evidence.json genesis.cbor",
            "浏览器 browser:  核验页，文件不离开本机 · the verifier page; the file stays on the machine",
        ]
        flow.row(
            [PageFlow.Cell(x: 0, width: PageFlow.width, lines: ways.map { ($0, style) })], place: "how to check",
            after: 8)
        drawCodes(into: &flow)
    }

    /// The receipt, and beside it the checkpoint with its signatures.
    private func drawCodes(into flow: inout PageFlow) {
        let codes = [
            (
                receipt.text,
                Bilingual(
                    zh: "回执：文件摘要、使用声明、条目、日志根", en: "Receipt: digest of the file, use, leaf, root of the log")
            ),
            use.map {
                (
                    $0.checkpoint.note.encoded,
                    Bilingual(zh: "检查点及其联署（签名文本）", en: "Checkpoint with its cosignatures (signed note)")
                )
            },
        ].compactMap { $0 }
        let side = 206.0
        flow.need(side + 30)
        var cells: [PageFlow.Cell] = []
        for (place, (text, words)) in codes.enumerated() {
            let x = Double(place) * (PageFlow.width - side)
            let style = TextStyle(size: 8, isCentred: true, ink: .grey)
            if let code = try? QRCode(text, maxVersion: QRCode.maxPaperVersion) {
                flow.code(code, x: x, side: side)
                cells.append(PageFlow.Cell(x: x, width: side, lines: [(words.zh, style), (words.en, style)]))
            } else {
                let (zh, en) = ("\(words.zh)：过长，不能印成二维码，见证据文件", "\(words.en): too long for a code; see the file")
                cells.append(PageFlow.Cell(x: x, width: side, lines: [(zh, style), (en, style)]))
            }
        }
        flow.space(side + 2)
        flow.row(cells, place: "codes")
    }
}
