import Importing
import Signing

extension Decoder {
    /// What importing reads: tables, lines of JSON whose numbers stay as they are, mapping files.
    static let tables = [
        Decoder(name: "csv", rewrite: rewriteCSV) {
            ["a,b\r\n1,\"x\"\"y\r\nz\"\r\n", "\u{feff}a\n\n1", "\"\",\n,\"\"\n"].map { Array($0.utf8) }
        },
        Decoder(name: "json-numbers", rewrite: rewriteNumbers) {
            ["{\"a\":80.10,\"b\":[-0,1e+9,{\"c\":null}]}", "12345678901234567890"].map { Array($0.utf8) }
        },
        Decoder(name: "mapping", rewrite: rewriteMapping) { Samples.mappings.map { Array($0.utf8) } },
    ]

    /// Rows, each field between quotes, are read again as the same rows.
    @Sendable private static func rewriteCSV(_ input: [UInt8]) -> [UInt8]? {
        guard let rows = rows(of: input, piece: 7) else { return nil }
        guard rows == self.rows(of: input, piece: 4_096) else { return [] }
        var written: [UInt8] = []
        for row in rows {
            for (index, field) in row.enumerated() {
                written += index == 0 ? [0x22] : [0x2c, 0x22]
                for byte in field { written += byte == 0x22 ? [0x22, 0x22] : [byte] }
                written.append(0x22)
            }
            written.append(0x0a)
        }
        return self.rows(of: written, piece: 4_096) == rows ? input : written
    }

    private static func rows(of input: [UInt8], piece: Int) -> [[[UInt8]]]? {
        var rest = input[...]
        var reader = CSVReader(chunk: piece) { buffer in
            let next = rest.prefix(buffer.count)
            buffer.replaceSubrange(0..<next.count, with: next)
            rest = rest.dropFirst(next.count)
            return next.count
        }
        var row = TableRow()
        var rows: [[[UInt8]]] = []
        do { while try reader.next(&row) { rows.append((0..<row.count).map { Array(row.field($0)) }) } } catch {
            return nil
        }
        return rows
    }

    /// Numbers become strings, and nothing else changes: read again, the strings are the same.
    @Sendable private static func rewriteNumbers(_ input: [UInt8]) -> [UInt8]? {
        guard let value = try? JSONValue(keepingNumbersOf: input, maxByteCount: 1 << 20) else { return nil }
        let again = try? JSONValue(parsing: value.compact, maxByteCount: 1 << 24)
        return again == value ? input : Array(value.compact.utf8)
    }

    @Sendable private static func rewriteMapping(_ input: [UInt8]) -> [UInt8]? {
        guard let mapping = try? Mapping(parsing: input) else { return nil }
        let written = Array(mapping.readable.compact.utf8)
        return (try? Mapping(parsing: written)) == mapping ? input : written
    }
}

extension Samples {
    /// Mapping files of each kind of source.
    static var mappings: [String] {
        [
            "{\"kind\":\"csv\",\"encoding\":\"gb18030\"}", "{\"kind\":\"jsonl\"}",
            "{\"kind\":\"xml\",\"record\":\"a/b\"}", "{\"kind\":\"sqlite\",\"query\":\"SELECT 1\"}",
            "{\"kind\":\"postgres\",\"query\":\"WITH a AS (SELECT 1) SELECT 1\"}",
        ].map { source in
            """
            {"format":"deedbox-mapping/1","name":{"zh":"卡","en":"Cards"},"source":\(source),\
            "type":{"code":"CARD","version":1},"provenance":"digital","trim":true,"dates":["yyyyMMdd"],\
            "fields":[{"to":"name","column":"姓名"},{"to":"sex","column":"x","values":{"1":"男"}},\
            {"to":"until","column":"y","replace":{"长期":""}},{"to":"kind","constant":"111"},{"to":"b","field":"name"}],\
            "holder":{"kind":{"field":"kind"},"number":{"column":"n"},"name":{"field":"name"}},\
            "validUntil":"until","asOf":{"column":"d"},"key":["name"],"ignore":["z"]}
            """
        }
    }
}
