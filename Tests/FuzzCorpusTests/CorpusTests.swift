import Rulebook
import Testing

/// What libFuzzer kept (`Tests/Fuzz/Corpus`, by `scripts/fuzz`), replayed.
struct CorpusTests {
    @Test(arguments: Decoder.all)
    func `what a decoder takes is what its own side writes`(_ decoder: Decoder) throws {
        for (name, input) in try Corpus.inputs(of: decoder) {
            guard case .altered(let written) = decoder.outcome(of: input) else { continue }
            Issue.record("\(decoder) reads \(name) and writes \(written)")
        }
    }

    @Test(arguments: Decoder.all)
    func `the corpus of a decoder holds what it takes and what it refuses`(_ decoder: Decoder) throws {
        let outcomes = try Corpus.inputs(of: decoder).map { decoder.outcome(of: $0.bytes) }
        #expect(outcomes.contains(.accepted))
        #expect(outcomes.contains(.refused))
    }

    @Test(arguments: Decoder.all)
    func `the corpus of a decoder stays small`(_ decoder: Decoder) throws {
        let inputs = try Corpus.inputs(of: decoder)
        let minimised = inputs.filter { !$0.name.hasPrefix("found-") }
        #expect(minimised.count <= 40)
        #expect(inputs.allSatisfy { $0.bytes.count <= 4_096 })
    }

    @Test(arguments: Decoder.all)
    func `every sample is accepted`(_ decoder: Decoder) {
        let samples = decoder.samples()
        #expect(!samples.isEmpty)
        for sample in samples { #expect(decoder.outcome(of: sample) == .accepted) }
    }

    @Test(arguments: Decoder.all)
    func `a sample with a flipped bit, cut short or made longer is never read as something else`(_ decoder: Decoder) {
        for sample in decoder.samples() {
            for input in Corpus.variants(of: sample) {
                guard case .altered(let written) = decoder.outcome(of: input) else { continue }
                Issue.record("\(decoder) reads \(input) and writes \(written)")
            }
        }
    }

    @Test func `every act and every kind of entry has a sample`() {
        #expect(Set(Samples.acts.map(\.name)) == Set(ActName.allCases))
        #expect(Set(Samples.entries.map(\.kind)) == Set(StateKind.allCases))
    }

    @Test func `every folder of the corpus belongs to a decoder`() throws {
        #expect(try Corpus.folders() == Decoder.all.map(\.name).sorted())
    }

    @Test func `a decoder that writes something else than it read is found`() {
        let careless = Decoder(name: "careless", rewrite: { Array($0.prefix(1)) }) { [] }
        #expect(careless.outcome(of: [1]) == .accepted)
        #expect(careless.outcome(of: [1, 2]) == .altered([1]))
    }
}

extension Decoder: CustomTestStringConvertible {
    var testDescription: String { name }
}
