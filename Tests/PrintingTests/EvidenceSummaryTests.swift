import Evidence
import Printing
import Rulebook
import Signing
import TestSupport
import Testing

/// The summary of a file that proves nothing yet: whatever it says must stand on the page all the same.
struct EvidenceSummaryTests {
    private let network = TestNetwork.network(validators: 4)

    private func evidence(case number: String) throws -> EvidenceFile {
        let use = PresentedUse(
            party: TestMember.bank.id, set: SHA256.digest([1]), documents: [], grant: [], use: [],
            opening: CaseOpening(number: number, requestSalt: [UInt8](repeating: 1, count: 32), useSalt: nil))
        return EvidenceFile(use, epochs: EpochProof(origin: network.origin, steps: []))
    }

    private func summary(case number: String, digest: Digest = SHA256.digest([7])) throws -> EvidenceSummary {
        try EvidenceSummary(evidence(case: number), digest: digest, trusting: network)
    }

    @Test func `the same file makes the same bytes, and another file others`() throws {
        let pages = try summary(case: "2026-001 示例").pdf()
        #expect(pages.bytes.starts(with: Array("%PDF-1.".utf8)))
        #expect(pages.missing == [])
        #expect((1...2).contains(pages.pageCount))
        #expect(try summary(case: "2026-001 示例").pdf() == pages)
        #expect(try summary(case: "2026-002 示例").pdf().bytes != pages.bytes)
        #expect(try summary(case: "2026-001 示例", digest: SHA256.digest([8])).pdf().bytes != pages.bytes)
    }

    @Test func `a character that no font has is named with its place, once`() throws {
        // Of the last plane for private use, to which no font gives a shape.
        let pages = try summary(case: "示例\u{10fffd}\u{10fffd}").pdf()
        #expect(pages.missing.map(\.codePoint) == ["U+10FFFD"])
        #expect(pages.missing.map(\.description) == ["U+10FFFD (case number)"])
        #expect(pages.bytes.starts(with: Array("%PDF-1.".utf8)))
        #expect(try summary(case: "示例\u{10fffd}\u{10fffd}").pdf() == pages)
    }

    @Test(arguments: [("\u{202e}100-6202", "100-6202"), ("a\nb", "ab"), ("a\u{200b}b", "ab"), ("a\u{0}b", "ab")])
    func `what nobody sees is written out, and no fault of the fonts`(_ number: String, _ seen: String) throws {
        let pages = try summary(case: number).pdf()
        #expect(pages.missing == [])
        #expect(try pages.bytes != summary(case: seen).pdf().bytes)
    }

    @Test func `the code of a page names the file, and no use where none is proven`() throws {
        let receipt = try summary(case: "2026-001").receipt
        #expect(receipt.use == nil)
        #expect(
            receipt.text == "deedbox/paper/v1\norigin \(network.origin)\nevidence \(SHA256.digest([7]).hex)\n")
        #expect(try QRCode(receipt.text, maxVersion: QRCode.maxPaperVersion).text == receipt.text)
    }

    @Test func `by another genesis there is no page`() throws {
        let stranger = TestNetwork.network(validators: 2)
        #expect(throws: EpochError.otherOrigin(network.origin)) {
            try EvidenceSummary(evidence(case: "2026-001"), digest: SHA256.digest([7]), trusting: stranger)
        }
    }
}
