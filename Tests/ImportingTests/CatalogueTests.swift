import Importing
import Rulebook
import Signing
import Testing

struct CatalogueTests {
    private static func catalogue() throws -> Catalogue { try Catalogue(folder: Place.project("genesis/catalogue")) }

    private func file(_ code: String) throws -> TypeDefinition {
        let code = try #require(TypeCode(code))
        return try #require(try CatalogueTests.catalogue().type(code, version: 1))
    }

    @Test func `the person file has 100 items by dimension, 93 of them supplied`() throws {
        let type = try file("11370406PDY000036P911")
        let items = type.details.fields.filter { $0.group != nil }
        #expect(items.count == 100)
        #expect(items.count { !$0.isPlanned } == 93)
        let names = Set(type.details.groups.map(\.name.zh))
        #expect(names.isSuperset(of: ["社保", "医疗", "征信", "家庭", "房产"]))
        #expect(Set(items.compactMap(\.group)) == Set(type.details.groups.map(\.code)))
    }

    @Test func `the enterprise file has 79 items, 77 of them supplied`() throws {
        let type = try file("11370406PDY000036P912")
        let items = type.details.fields.filter { $0.group != nil }
        #expect(items.count == 79)
        #expect(items.count { !$0.isPlanned } == 77)
        let market = items.count { $0.source?.zh == "市监" }
        #expect(market == 39)
    }

    @Test func `every detailed type is classified, of 3, 7 and 52 classes`() throws {
        let catalogue = try CatalogueTests.catalogue()
        #expect(catalogue.types.count >= 15)
        for type in catalogue.types { #expect(type.unclassifiedFields == []) }
        let classes = try #require(catalogue.lists.first { $0.name == Catalogue.classList })
        let counts = [1, 2, 5].map { length in classes.entries.count { $0.code.utf8.count == length } }
        #expect(counts == [3, 7, 52])
    }

    @Test func `a plain type is read with what its names tell`() throws {
        let type = try file("11100000000013127D001")
        #expect(!type.isDetailed)
        let forms = Dictionary(uniqueKeysWithValues: zip(type.type.fields.map(\.path), type.details.fields.map(\.form)))
        #expect(forms["ZZBS"] == .certificateIdentifier)
        #expect(forms["ZZBFRQ"] == .date)
        #expect(forms["KZ_CSRQ"] == .birthDate)
        #expect(forms["CZZT"] == .text)
    }

    private func refusal(_ part: String, _ other: String, lists: [CodeList] = [Cards.list]) throws -> CatalogueError? {
        let text = Cards.type.replacing(part, with: other)
        let type = try TypeDefinition(readable: try JSONValue(parsing: text, maxByteCount: 1 << 16))
        do throws(CatalogueError) {
            _ = try Catalogue(types: [type], lists: lists)
            return nil
        } catch { return error }
    }

    @Test func `what does not fit together is refused`() throws {
        let code = try #require(TypeCode("CARD"))
        #expect(try refusal("", "") == nil)
        #expect(try refusal("", "", lists: []) == .unknownList("way", code, field: "way"))
        #expect(try refusal("", "", lists: [Cards.list, Cards.list]) == .listTwice("way"))
        #expect(try refusal("\"form\": \"number\"", "\"form\": \"text\"") == .sumOfText(code, field: "sum"))
        let classes = CodeList(name: "classes", title: Bilingual(zh: "类", en: "Classes"), entries: [])
        let first = try #require(FieldClass("P1.01"))
        #expect(try refusal("", "", lists: [Cards.list, classes]) == .unknownClass(first, code, field: "name"))
        let type = try Cards.definition()
        do throws(CatalogueError) {
            _ = try Catalogue(types: [type, type], lists: [Cards.list])
            Issue.record("taken")
        } catch { #expect(error == .typeTwice(code, version: 1)) }
    }

    @Test func `an unclassified field blocks publication`() throws {
        let text = Cards.type.replacing("\"class\": \"P4.01\"", with: "\"class\": null")
        let type = try TypeDefinition(readable: try JSONValue(parsing: text, maxByteCount: 1 << 16))
        #expect(type.unclassifiedFields == ["paid"])
    }

    @Test(arguments: [
        ("\"group\": \"SB\"", "\"group\": \"YL\"", "the text has the field paid in the group YL"),
        ("\"form\": \"sex\"", "\"form\": \"gender\"", "fields[3].form must be one of text"),
        ("\"class\": \"P4.01\"", "\"class\": \"P41\"", "fields[9].class must be like P2.04"),
        ("\"total\": \"sum\"", "\"total\": \"all\"", "sums[0].total is all, which is no field"),
        ("\"code\": \"SB\"", "\"code\": \"sb\"", "groups[0].code must be 1 to 16 of A-Z"),
        (
            "\"display\": null", "\"display\": {\"face\": [\"name\"], \"colour\": \"red\"}",
            "display.colour must be like"
        ),
        ("\"maxLength\": 20", "\"maxLength\": 0", "fields[0].maxLength is 0"),
        ("deedbox-type/2", "deedbox-type/3", "format must be deedbox-type/1 or deedbox-type/2"),
        ("deedbox-type/2", "deedbox-type/1", "fields[0].class is not a member"),
    ])
    func `a refused detail names its path`(_ part: String, _ other: String, _ expected: String) throws {
        let text = Cards.type.replacing(part, with: other)
        do {
            _ = try TypeDefinition(readable: try JSONValue(parsing: text, maxByteCount: 1 << 16))
            Issue.record("taken")
        } catch { #expect("\(error)".hasPrefix(expected), "\(error)") }
    }
}
