import Rulebook
import Signing
import Testing
import WalletApp

/// The plan of a file, as the catalogue defines it.
struct FilePlanTests {
    private static let text = """
        {"format": "deedbox-type/2", "code": "FILE1", "version": 1, "name": {"zh": "一人一档", "en": "Person file"},
         "owner": "regulator", "level": 3, "nationalCode": false, "updateFrequencyDays": 1, "holders": ["person"],
         "retentionDays": null, "display": null, "sums": [],
         "groups": [{"code": "JT", "name": {"zh": "家庭", "en": "Family"}}],
         "fields": [
          {"path": "CZZT", "name": {"zh": "持证主体", "en": "Holder"}, "level": 2, "required": true, "class": null,
           "form": "text"},
          {"path": "KZ_JHZ", "name": {"zh": "结婚证", "en": "Marriage certificate"}, "level": 3, "required": false,
           "class": null, "form": "text", "group": "JT", "source": {"zh": "民政", "en": "Civil affairs"}},
          {"path": "KZ_SY", "name": {"zh": "收养登记", "en": "Adoption"}, "level": 3, "required": false,
           "class": null, "form": "text", "group": "JT", "planned": true}]}
        """

    private func plan(_ text: String) throws -> FilePlan { try FilePlan(parsing: Array(text.utf8)) }

    @Test func `groups are dimensions and their fields are items; what stands outside is about the holder`() throws {
        let plan = try plan(Self.text)
        #expect(plan.itemCount == 2)
        #expect(plan.dimensions.map(\.code) == ["JT"])
        #expect(plan.dimensions[0].items.map(\.isSupplied) == [true, false])
        #expect(plan.dimensions[0].items[0].source?.en == "Civil affairs")
    }

    @Test func `a definition that does not read is no plan`() {
        #expect(throws: JSONError.self) { try plan(Self.text.replacing("\"owner\"", with: "\"boss\"")) }
        #expect(throws: JSONError.self) { try plan("{}") }
    }

    @Test func `a file without documents lacks every item of its plan`() throws {
        let view = FileView([], plan: try plan(Self.text))
        #expect(view.completeness?.held == 0)
        #expect(view.completeness?.planned == 2)
        #expect(view.dimensions[0].missing.count == 2)
        #expect(FileView([], plan: nil).completeness == nil)
    }
}
