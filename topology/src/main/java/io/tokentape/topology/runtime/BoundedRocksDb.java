package io.tokentape.topology.runtime;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/** One memory budget for all the stores of the process: left alone, each of them would take up to 100 MB for itself. */
public final class BoundedRocksDb implements RocksDBConfigSetter {
    private static final long TOTAL_BYTES = 96L << 20;
    private static final long MEMTABLE_BYTES = 48L << 20;
    private static final long MEMTABLE_BYTES_PER_STORE = 4L << 20;
    private static final int BLOCK_BYTES = 16 << 10;
    private static final double BLOOM_BITS_PER_KEY = 10;

    private static final class Shared {
        static final Cache CACHE;
        static final WriteBufferManager MEMTABLES;

        static {
            RocksDB.loadLibrary();
            CACHE = new LRUCache(TOTAL_BYTES);
            MEMTABLES = new WriteBufferManager(MEMTABLE_BYTES, CACHE);
        }
    }

    private BloomFilter bloom;

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        bloom = new BloomFilter(BLOOM_BITS_PER_KEY);
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(Shared.CACHE);
        table.setBlockSize(BLOCK_BYTES);
        table.setFilterPolicy(bloom);
        table.setCacheIndexAndFilterBlocks(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(Shared.MEMTABLES);
        options.setWriteBufferSize(MEMTABLE_BYTES_PER_STORE);
        options.setMaxWriteBufferNumber(2);
        options.setCompressionType(CompressionType.LZ4_COMPRESSION);
    }

    @Override
    public void close(String storeName, Options options) {
        bloom.close();
    }
}
