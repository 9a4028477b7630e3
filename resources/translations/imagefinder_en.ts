<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Copying</name>
    <message numerus="yes">
        <source>%Ln file(s) copied</source>
        <translation>
            <numerusform>%Ln file copied</numerusform>
            <numerusform>%Ln files copied</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FoldersPage</name>
    <message numerus="yes">
        <source>%Ln photo(s) leave the library. The files stay as they are.</source>
        <translation>
            <numerusform>%Ln photo leaves the library. The file stays as it is.</numerusform>
            <numerusform>%Ln photos leave the library. The files stay as they are.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) leave the library. If the disk is only unplugged, say no.</source>
        <translation>
            <numerusform>%Ln photo leaves the library. If the disk is only unplugged, say no.</numerusform>
            <numerusform>%Ln photos leave the library. If the disk is only unplugged, say no.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FoldersTable</name>
    <message numerus="yes">
        <source>and %Ln other file(s), which are no pictures</source>
        <translation>
            <numerusform>and %Ln other file, which is no picture</numerusform>
            <numerusform>and %Ln other files, which are no pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln ignored file(s)</source>
        <translation>
            <numerusform>and %Ln ignored file</numerusform>
            <numerusform>and %Ln ignored files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Hiding</name>
    <message numerus="yes">
        <source>Hidden: %Ln photo(s). Find them with is:hidden.</source>
        <translation>
            <numerusform>Hidden: %Ln photo. Find it with is:hidden.</numerusform>
            <numerusform>Hidden: %Ln photos. Find them with is:hidden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) shown in results again</source>
        <translation>
            <numerusform>%Ln photo shown in results again</numerusform>
            <numerusform>%Ln photos shown in results again</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Mapping</name>
    <message numerus="yes">
        <source>%Ln photo(s) of the query lit up</source>
        <translation>
            <numerusform>%Ln photo of the query lit up</numerusform>
            <numerusform>%Ln photos of the query lit up</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s)</source>
        <translation>
            <numerusform>%Ln photo</numerusform>
            <numerusform>%Ln photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PhotoDeeds</name>
    <message numerus="yes">
        <source>%Ln file(s) copied</source>
        <translation>
            <numerusform>%Ln file copied</numerusform>
            <numerusform>%Ln files copied</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProblemsPage</name>
    <message numerus="yes">
        <source>%Ln file(s) can&apos;t be read as a picture; all other pictures are searched.</source>
        <translation>
            <numerusform>%Ln file can&apos;t be read as a picture; all other pictures are searched.</numerusform>
            <numerusform>%Ln files can&apos;t be read as a picture; all other pictures are searched.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) that can&apos;t be read are ignored, so not listed.</source>
        <translation>
            <numerusform>%Ln file that can&apos;t be read is ignored, so not listed.</numerusform>
            <numerusform>%Ln files that can&apos;t be read are ignored, so not listed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Also list %Ln other file(s), which are no pictures</source>
        <translation>
            <numerusform>Also list %Ln other file, which is no picture</numerusform>
            <numerusform>Also list %Ln other files, which are no pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchPage</name>
    <message numerus="yes">
        <source>%Ln photo(s) chosen on the map</source>
        <translation>
            <numerusform>%Ln photo chosen on the map</numerusform>
            <numerusform>%Ln photos chosen on the map</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s)</source>
        <translation>
            <numerusform>%Ln photo</numerusform>
            <numerusform>%Ln photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) found</source>
        <translation>
            <numerusform>%Ln photo found</numerusform>
            <numerusform>%Ln photos found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) surely fit</source>
        <translation>
            <numerusform>%Ln photo surely fits</numerusform>
            <numerusform>%Ln photos surely fit</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) may fit</source>
        <translation>
            <numerusform>%Ln photo may fit</numerusform>
            <numerusform>%Ln photos may fit</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Standing</name>
    <message numerus="yes">
        <source>Near %Ln chosen photo(s)</source>
        <translation>
            <numerusform>Near %Ln chosen photo</numerusform>
            <numerusform>Near %Ln chosen photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message numerus="yes">
        <source>%Ln photo(s) indexed</source>
        <translation>
            <numerusform>%Ln photo indexed</numerusform>
            <numerusform>%Ln photos indexed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln problem(s)</source>
        <translation>
            <numerusform>%Ln problem</numerusform>
            <numerusform>%Ln problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Looking through the folders: %Ln file(s)</source>
        <translation>
            <numerusform>Looking through the folders: %Ln file</numerusform>
            <numerusform>Looking through the folders: %Ln files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TrashDialog</name>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Trashing</name>
    <message numerus="yes">
        <source>%Ln photo(s) moved to the trash</source>
        <translation>
            <numerusform>%Ln photo moved to the trash</numerusform>
            <numerusform>%Ln photos moved to the trash</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Walk</name>
    <message numerus="yes">
        <source>%Ln chosen photo(s)</source>
        <translation>
            <numerusform>%Ln chosen photo</numerusform>
            <numerusform>%Ln chosen photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Counted</name>
    <message numerus="yes">
        <source>%Ln yes</source>
        <translation>
            <numerusform>%Ln yes</numerusform>
            <numerusform>%Ln yes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln no</source>
        <translation>
            <numerusform>%Ln no</numerusform>
            <numerusform>%Ln no</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) voted yes in “{0}”</source>
        <translation>
            <numerusform>%Ln photo voted yes in “{0}”</numerusform>
            <numerusform>%Ln photos voted yes in “{0}”</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln photo(s) voted no in “{0}”</source>
        <translation>
            <numerusform>%Ln photo voted no in “{0}”</numerusform>
            <numerusform>%Ln photos voted no in “{0}”</numerusform>
        </translation>
    </message>
</context>
</TS>
