import Identifiers
import Importing
import Rulebook
import Testing

struct ValueGateTests {
    private static let good = ["name": "示例甲", "number": Cards.number]

    private func faults(
        _ changes: [String: String], holder: HolderIdentity? = nil, isSample: Bool = true
    ) throws -> [String] {
        let type = try Cards.definition()
        let options = try Cards.options(isSample: isSample)
        var gate = try ValueGate(type, lists: [Cards.list], options: options)
        let person = HolderIdentity(kind: "111", number: Cards.number, name: "示例甲")
        return gate.faults(of: ValueGateTests.good.merging(changes) { $1 }, holder: holder ?? person)
            .map { "\($0.field) \($0.rule.rawValue)" }
    }

    @Test func `good values have no fault`() throws {
        #expect(try faults(["way": "现金", "born": "2090-01-01", "a": "1", "sum": "1"]) == [])
    }

    @Test(arguments: [
        ("name", "", "required"), ("name", "=1+1", "formula"), ("day", "2026-02-30", "date"),
        ("firm", "91370406PDY00001XM", "credit-code"), ("way", "支票", "code-list"), ("sum", "7", "sum-differs"),
        ("born", "2090-01-02", "birth-differs"), ("nowhere", "x", "unknown-column"),
    ])
    func `a typed value is held to the rules of rows`(_ path: String, _ text: String, _ rule: String) throws {
        #expect(try faults([path: text]) == ["\(path) \(rule)"])
    }

    @Test func `a holder's number must be of its kind`() throws {
        let wrong = HolderIdentity(kind: "111", number: "N9", name: "示例甲")
        #expect(try faults([:], holder: wrong) == ["holder.number citizen-number"])
        let options = try Cards.options()
        #expect(ValueGate.faults(of: wrong, options: options).map(\.rule) == [.citizenNumber])
        let nobody = HolderIdentity(kind: "112", number: "N9", name: "")
        #expect(Set(ValueGate.faults(of: nobody, options: options).map(\.rule)) == [.required, .holderKind])
    }

    @Test func `a fault tells the value with its middle covered`() throws {
        let type = try Cards.definition()
        let options = try Cards.options()
        var gate = try ValueGate(type, lists: [Cards.list], options: options)
        let person = HolderIdentity(kind: "111", number: "370402209001010013", name: "示例甲")
        let found = gate.faults(of: ValueGateTests.good, holder: person)
        #expect(found.count == 1 && found.allSatisfy { $0.value.contains("*") && !$0.value.contains("2090") })
    }

    @Test func `a type whose code list is missing cannot be checked`() throws {
        let type = try Cards.definition()
        let options = try Cards.options()
        #expect(throws: MappingError.missingList("way")) { try ValueGate(type, lists: [], options: options) }
    }
}
