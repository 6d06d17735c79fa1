import Rulebook
import Signing
import Testing
import WalletApp

/// The plan of a file, as it is read.
struct FilePlanTests {
    private static let text = """
        {"format": "deedbox-file-plan/1", "holder": "person", "dimensions": [
          {"code": "family", "name": {"zh": "家庭", "en": "Family"}, "items": [
            {"type": "TESTMARRIAGE", "name": {"zh": "结婚证", "en": "Marriage certificate"}, "issuer": "civil-affairs"},
            {"type": null, "name": {"zh": "出生医学证明", "en": "Birth certificate"},
             "apply": {"zh": "请到医院", "en": "at the hospital"}}]}]}
        """

    private func plan(_ text: String) throws -> FilePlan {
        try FilePlan(readable: try JSONValue(parsing: text, maxByteCount: 1 << 16))
    }

    @Test func `a plan reads, and writes what it read`() throws {
        let plan = try plan(Self.text)
        #expect(plan.itemCount == 2)
        #expect(plan.dimensions[0].items[0].issuer == MemberID("civil-affairs"))
        #expect(try FilePlan(readable: plan.readable) == plan)
    }

    @Test func `a member that a plan does not have is refused with its place`() throws {
        let text = Self.text.replacing("\"holder\"", with: "\"owner\"")
        #expect(throws: JSONError.missing(path: "holder")) { try plan(text) }
        let more = Self.text.replacing("\"code\": \"family\"", with: "\"code\": \"family\", \"colour\": 1")
        #expect(throws: JSONError.unknownMember(path: "dimensions[0].colour")) { try plan(more) }
    }

    @Test func `a file without documents lacks every item of its plan`() throws {
        let view = FileView([], plan: try plan(Self.text))
        #expect(view.completeness?.held == 0)
        #expect(view.completeness?.planned == 2)
        #expect(view.dimensions[0].missing.count == 2)
        #expect(FileView([], plan: nil).completeness == nil)
    }
}
