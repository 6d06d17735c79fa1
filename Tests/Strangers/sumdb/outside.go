package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// tiles fetches tiles of height 8 from the paths of C2SP tlog-tiles, which do not name the height.
type tiles struct {
	url   string
	known map[tlog.Tile][]byte // what sumdb/tlog found to be good
}

func (t *tiles) Height() int { return 8 }

func (t *tiles) SaveTiles(good []tlog.Tile, data [][]byte) {
	for at, tile := range good {
		t.known[tile] = data[at]
	}
}

func (t *tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		data, isKnown := t.known[tile]
		if !isKnown {
			var err error
			if data, err = t.get(tile); err != nil {
				return nil, err
			}
		}
		all = append(all, data)
	}
	return all, nil
}

func (t *tiles) get(tile tlog.Tile) ([]byte, error) {
	path := strings.Replace(strings.Replace(tile.Path(), "tile/8/", "tile/", 1), "tile/data/", "tile/entries/", 1)
	answer, err := http.Get(t.url + "/" + path)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", path, answer.Status)
	}
	return io.ReadAll(answer.Body)
}

// cosigner is a key of the C2SP type 0x04; sumdb/note knows type 0x01 and leaves others to its callers.
type cosigner struct {
	name string
	id   uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.id }

func (c cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 72 {
		return false
	}
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(signature), text)
	return ed25519.Verify(c.key, []byte(message), signature[8:])
}

func readCosigner(vkey string) (note.Verifier, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, fmt.Errorf("no verifier key: %s", vkey)
	}
	id, err := strconv.ParseUint(parts[1], 16, 32)
	if err != nil {
		return nil, err
	}
	data, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(data) != 33 || data[0] != 4 {
		return nil, fmt.Errorf("no key of a cosigner: %s", vkey)
	}
	return cosigner{parts[0], uint32(id), data[1:]}, nil
}
