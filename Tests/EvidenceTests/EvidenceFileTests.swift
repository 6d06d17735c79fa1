import Evidence
import Ledger
import Rulebook
import Signing
import TestSupport
import Testing

/// The file that proves a use for decades.
struct EvidenceFileTests {
    private let story: Story
    private let file: EvidenceFile

    init() throws {
        story = try Story()
        file = EvidenceFile(try story.presented(), epochs: EpochProof(origin: story.network.origin, steps: []))
    }

    private func read(_ text: String) throws(EvidenceFileError) -> EvidenceFile {
        try EvidenceFile(parsing: Array(text.utf8))
    }

    private func error(_ text: String) -> EvidenceFileError? {
        do throws(EvidenceFileError) {
            _ = try read(text)
            return nil
        } catch { return error }
    }

    @Test func `what is written is read again, byte for byte`() throws {
        let again = try read(file.text)
        #expect(again == file)
        #expect(again.text == file.text)
        #expect(file.text.hasPrefix("{\n  \"format\": \"deedbox/use-evidence/v2\""))
    }

    @Test func `a genesis and the file are enough for a verdict`() throws {
        let verdict = try read(file.text).verdict(trusting: story.network)
        #expect(verdict.state == .valid)
        #expect(verdict == story.verdict(on: file.use))
    }

    @Test func `by another genesis nothing is said`() throws {
        let stranger = TestNetwork.network(validators: 2)
        #expect(throws: EpochError.otherOrigin(story.network.origin)) { try file.verdict(trusting: stranger) }
    }

    @Test func `what was not kept is missing, and no fault`() throws {
        var use = file.use
        use.proofs[.status(document: 0)] = nil
        use.opening = nil
        use.documents[0].seal = nil
        let thin = EvidenceFile(use, epochs: file.epochs)
        let again = try read(thin.text)
        #expect(again == thin)
        #expect(try again.verdict(trusting: story.network).state == .couldNotCheck)
    }

    @Test func `a member more, less or twice is refused`() {
        let text = file.text
        #expect(error(text.replacing("\"set\"", with: "\"sets\"")) != nil)
        #expect(error(text.replacing("{\n  \"format\"", with: "{\n  \"more\": 1,\n  \"format\"")) != nil)
        #expect(error(text.replacing("use-evidence/v2", with: "use-evidence/v1")) != nil)
        #expect(error(text.replacing("\"party\": \"bank\"", with: "\"party\": \"Bank\"")) != nil)
        #expect(error("[]") != nil)
    }

    @Test func `proofs stand once and in their order`() {
        let text = file.text
        #expect(error(text.replacing("\"question\": \"scene\"", with: "\"question\": \"grant\"")) != nil)
        #expect(error(text.replacing("\"question\": \"grant\"", with: "\"question\": \"scene\"")) != nil)
        #expect(error(text.replacing("\"document\": 0", with: "\"document\": 1")) != nil)
    }

    @Test func `a checkpoint is written once for all that stands under it`() throws {
        let checkpoint = Base64URL.encode(story.ledger.receipt(story.grant).encodedParts.checkpoint)
        #expect(file.text.split(separator: checkpoint).count == 2)
    }

    @Test func `each shared piece is referred to, first in its order`() {
        let text = file.text
        #expect(error(text.replacing("\"shared\": [", with: "\"shared\": [\"AAAA\",")) != nil)
        #expect(error(text.replacing("\"shared\": [", with: "\"shared\": [\"\",")) != nil)
        #expect(error(text.replacing("\"grant\": [", with: "\"grant\": [1024,")) != nil)
        #expect(error(text.replacing("\"grant\": [", with: "\"grant\": [[0],")) != nil)
        #expect(error(text.replacing("\"grant\": [", with: "\"grant\": [\"\",")) != nil)
    }

    @Test func `a file names its format first`() {
        let moved = file.text.replacing("  \"format\": \"deedbox/use-evidence/v2\",\n", with: "")
            .replacing("\n}\n", with: ",\n  \"format\": \"deedbox/use-evidence/v2\"\n}\n")
        #expect(error(moved) != nil)
    }

    @Test func `steps of another ledger are refused`() throws {
        let other = EvidenceFile(file.use, epochs: EpochProof(origin: "other", steps: []))
        let mixed = other.text.replacing("\"origin\": \"other\"", with: "\"origin\": \"\(story.network.origin)\"")
        #expect(error(mixed) == .epochs(.otherOrigin("other")))
    }

    @Test func `a flipped byte anywhere never makes a better verdict`() throws {
        let good = try #require(file.use.documents.first?.receipt)
        for place in stride(from: 0, to: good.count, by: 7) {
            var use = file.use
            use.documents[0].receipt?[place] ^= 0x20
            #expect(story.verdict(on: use).answer != .yes, "byte \(place) of the record's receipt")
        }
        for place in stride(from: 0, to: file.use.use.count, by: 7) {
            var use = file.use
            use.use[place] ^= 0x20
            #expect(story.verdict(on: use).answer != .yes, "byte \(place) of the use's receipt")
        }
    }
}
